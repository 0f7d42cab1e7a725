import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { IgnoredReason, RecordedInput } from '#queries';
import type { SagaEventView } from './event-view.js';
import { membersOf, Nullable, PageOf } from '../openapi/fields.js';
import { instant, integer, refersTo } from '../openapi/schema-parts.js';

const IGNORED_REASONS = membersOf<IgnoredReason>({
  'saga-ended': true,
  'never-issued': true,
  'superseded-iteration': true,
  'step-closed': true,
  'superseded-attempt': true,
  'nothing-due': true,
  'known-signal': true,
});

@ApiSchema({ name: 'IgnoredReply' })
export class IgnoredReplyView {
  @ApiProperty({ enum: IGNORED_REASONS })
  readonly reason!: IgnoredReason;

  @ApiProperty({ ...integer, description: 'How often it came.' })
  readonly times!: number;

  @ApiProperty(instant)
  readonly lastAt!: string;
}

/** One input of a saga, and the events that followed. */
@ApiSchema({ name: 'HistoryEntry' })
export class HistoryEntryView {
  @Nullable(integer, 'The version of the saga after it; null: it changed nothing.')
  readonly version!: number | null;

  @ApiProperty(instant)
  readonly at!: string;

  @ApiProperty(refersTo('RecordedInput'))
  readonly input!: RecordedInput;

  @ApiProperty({ type: 'array', items: { $ref: '#/components/schemas/SagaEvent' } })
  readonly events!: readonly SagaEventView[];

  @Nullable(IgnoredReplyView, 'For a reply that came too late, twice or for nothing.')
  readonly ignored!: IgnoredReplyView | null;
}

export class HistoryPage extends PageOf(HistoryEntryView) {}
