import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { BulkRecord, BulkSagaRecord } from '#queries';
import type { JsonValue } from '#protocol';
import { Nullable, PageOf } from '../openapi/fields.js';
import { instant, integer, refersTo, text, uuid } from '../openapi/schema-parts.js';
import { BulkOutlookView, BulkSampleView } from './bulk-outlook-view.js';

export const BULK_STATUSES = ['running', 'paused', 'stopped', 'done'] as const;
export const BULK_STATES = ['waiting', 'done', 'refused'] as const;
export const BULK_OUTCOMES = ['good', 'bad', 'late', 'gone'] as const;

class BulkStopView {
  @ApiProperty({ enum: ['CANARY_FAILED', 'TOO_MANY_FAILURES', 'STOPPED_BY_OPERATOR'] })
  readonly code!: string;

  @ApiProperty(text('For people.'))
  readonly detail!: string;
}

class BulkCountsView {
  @ApiProperty({ ...integer, description: 'Nothing was done with them.' })
  readonly waiting!: number;

  @ApiProperty({ ...integer, description: 'The action was done.' })
  readonly done!: number;

  @ApiProperty({ ...integer, description: 'The action was refused; see the results.' })
  readonly refused!: number;

  @ApiProperty({ ...integer, description: 'Of those done: what comes of it is awaited.' })
  readonly awaited!: number;

  @ApiProperty({ ...integer, description: 'Came to the end that was meant.' })
  readonly good!: number;

  @ApiProperty({ ...integer, description: 'Stuck again.' })
  readonly bad!: number;

  @ApiProperty({ ...integer, description: 'Not at rest in time. It counts as a failure.' })
  readonly late!: number;

  @ApiProperty({ ...integer, description: 'Ended by somebody else in another way.' })
  readonly gone!: number;
}

@ApiSchema({ name: 'Bulk' })
export class BulkView {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty({ enum: BULK_STATUSES })
  readonly status!: string;

  @ApiProperty({ ...integer, description: 'Sagas that it is about: those when it was made.' })
  readonly count!: number;

  @ApiProperty({ type: BulkCountsView })
  readonly counts!: BulkCountsView;

  @ApiProperty({ description: 'The action, as on one saga.', ...refersTo('BulkAction') })
  readonly action!: JsonValue;

  @Nullable({ type: 'string' }, 'As it was given; null: it was made of ids.')
  readonly filter!: string | null;

  @ApiProperty({ ...integer, description: 'How many go first; what comes of them is awaited.' })
  readonly canary!: number;

  @Nullable(integer, 'Sagas a second; null: in steps of 1, 5, 25, …, each awaited.')
  readonly rate!: number | null;

  @ApiProperty({
    type: 'number',
    minimum: 0,
    maximum: 1,
    description: 'It stops when a larger share fails.',
  })
  readonly failureShareMax!: number;

  @ApiProperty({ ...integer, description: 'How long the end of a saga is awaited.' })
  readonly outcomeWithinMs!: number;

  @ApiProperty({ ...integer, description: '0: the canary, or the first step.' })
  readonly stage!: number;

  @ApiProperty({ ...integer, description: 'Sagas up to this place may be acted on.' })
  readonly stageEnd!: number;

  @Nullable(BulkStopView, 'Why it was stopped; null: it was not.')
  readonly stop!: BulkStopView | null;

  @ApiProperty()
  readonly actor!: string;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty(instant)
  readonly createdAt!: string;

  @Nullable(instant, 'null: it is running or paused.')
  readonly endedAt!: string | null;
}

export class BulkPage extends PageOf(BulkView) {}

@ApiSchema({ name: 'BulkResult' })
class BulkResultView {
  @ApiProperty({ ...integer, description: 'Its turn: 1, 2, 3, …' })
  readonly place!: number;

  @ApiProperty(uuid)
  readonly sagaId!: string;

  @Nullable({ type: 'string' }, 'null: it was started without one, or has been deleted.')
  readonly sagaKey!: string | null;

  @ApiProperty({ enum: BULK_STATES })
  readonly state!: string;

  @Nullable({ type: 'string' }, 'Of the refusal, as for an action on one saga.')
  readonly code!: string | null;

  @Nullable({ type: 'string' }, 'For people.')
  readonly detail!: string | null;

  @Nullable(instant)
  readonly actedAt!: string | null;

  @Nullable(
    { type: 'string', enum: [...BULK_OUTCOMES] },
    'What came of it; null: it is awaited, or nothing was done.',
  )
  readonly outcome!: string | null;
}

export class BulkResultPage extends PageOf(BulkResultView) {}

@ApiSchema({ name: 'BulkJoined' })
export class BulkJoinedView {
  @Nullable(integer, 'null: it was made of ids, and nothing joins these.')
  readonly count!: number | null;

  @ApiProperty({ description: 'false: there are at least as many.' })
  readonly isExact!: boolean;
}

export class MadeBulkView {
  @Nullable(uuid, 'null: it was a dry run, and nothing was made.')
  readonly id!: string | null;

  @ApiProperty({ ...integer, description: 'Sagas that it is about.' })
  readonly count!: number;

  @ApiProperty({ type: [BulkSampleView], description: 'Of a dry run: the first ones.' })
  readonly sample!: readonly BulkSampleView[];

  @Nullable(BulkOutlookView, 'Of a dry run: what it would do at once. null: it was none.')
  readonly outlook!: BulkOutlookView | null;

  @Nullable(
    { type: 'string', pattern: '^([0-9a-f]{64}|•••)$' },
    'Of a dry run: goes into the call that makes the bulk, which is then about these sagas, and ' +
      'refused when one of the sample would do something else. null: it was none.',
  )
  readonly previewHash!: string | null;
}

export function toBulkView({ position: _position, ...record }: BulkRecord): BulkView {
  return {
    ...record,
    createdAt: record.createdAt.toISOString(),
    endedAt: record.endedAt?.toISOString() ?? null,
  };
}

export function toResultView(record: BulkSagaRecord): BulkResultView {
  return { ...record, actedAt: record.actedAt?.toISOString() ?? null };
}
