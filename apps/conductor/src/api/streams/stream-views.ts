import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { SagaStatus } from '#engine';
import { SAGA_STATUSES } from '../openapi/engine-enums.js';
import { Nullable } from '../openapi/fields.js';
import { EVENT_KINDS } from '../openapi/history-schemas.js';
import { instant, integer, uuid } from '../openapi/schema-parts.js';
import { DefinitionRef } from '../sagas/saga-parts.js';
import { WaitingView } from '../waiting/waiting-view.js';

/** A committed transition of a saga; see `SagaChange` of libs/live. */
@ApiSchema({ name: 'SagaChange' })
export class SagaChangeView {
  @ApiProperty(uuid)
  readonly sagaId!: string;

  @ApiProperty({ ...integer, description: 'Of the saga after it. With sagaId, names the change.' })
  readonly version!: number;

  @ApiProperty(instant)
  readonly at!: string;

  @ApiProperty()
  readonly definition!: DefinitionRef;

  @Nullable({ type: 'string' })
  readonly key!: string | null;

  @ApiProperty({ enum: SAGA_STATUSES })
  readonly status!: SagaStatus;

  @Nullable({ type: 'string', enum: SAGA_STATUSES }, 'null: it began the saga.')
  readonly statusBefore!: SagaStatus | null;

  @ApiProperty({ enum: EVENT_KINDS, isArray: true, description: 'Types of its events, each once.' })
  readonly kinds!: readonly string[];

  @ApiProperty({
    type: [String],
    description: 'Steps that its events are about: the first 20.',
  })
  readonly steps!: readonly string[];

  @Nullable(
    WaitingView,
    'What the saga waits for after it, as lists say it, by what was known at the commit: not who ' +
      'holds a lock, or which child it is. Of a change that was told late: as it is by then. ' +
      'null: it has ended.',
  )
  readonly waiting!: WaitingView | null;

  @ApiProperty({
    description:
      'The saga matches the filters after it. false: it did before, or may have, and does not ' +
      'any more: whoever shows those that match takes it out.',
  })
  readonly matches!: boolean;
}

@ApiSchema({ name: 'StreamOpened' })
export class StreamOpenedView {
  @ApiProperty({ ...integer, description: 'Come back after so long when the stream breaks.' })
  readonly retryMs!: number;
}

@ApiSchema({ name: 'StreamReset' })
export class StreamResetView {
  @ApiProperty({
    enum: ['too-old', 'unknown-position', 'too-much', 'earlier-release'],
    description: 'Something cannot be told: read again what you show, and go on listening.',
  })
  readonly reason!: string;
}

@ApiSchema({ name: 'StreamEnded' })
export class StreamEndedView {
  @ApiProperty({
    enum: ['too-slow', 'draining', 'not-allowed'],
    description: 'Come back with the id of the last event; after `not-allowed` with another key.',
  })
  readonly reason!: string;
}

@ApiSchema({ name: 'StreamHeartbeat' })
export class StreamHeartbeatView {
  @ApiProperty({ ...instant, description: 'By the clock of the server.' })
  readonly at!: string;
}

@ApiSchema({ name: 'LargeEntry' })
export class LargeEntryView {
  @ApiProperty(integer)
  readonly version!: number;

  @ApiProperty(instant)
  readonly at!: string;

  @ApiProperty({ ...integer, description: 'Too many for a stream: read it in the history.' })
  readonly bytes!: number;
}
