import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { JsonValue } from '#protocol';
import type { SagaEvent, SagaInput } from '#engine';
import { membersOf, Nullable, PageOf } from '../openapi/fields.js';
import { instant, integer } from '../openapi/schema-parts.js';

const EVENT_TYPES = membersOf<SagaEvent['type']>({
  'saga-started': true,
  'locks-requested': true,
  'locks-acquired': true,
  'locks-awaited': true,
  'lock-wait-extended': true,
  'lock-released': true,
  'parent-asked': true,
  'saga-reopened': true,
  'step-skipped': true,
  'wait-opened': true,
  'wait-closed': true,
  'signal-received': true,
  'command-issued': true,
  'attempt-failed': true,
  'retry-scheduled': true,
  'timeout-postponed': true,
  'inquiry-opened': true,
  'step-succeeded': true,
  'signal-taken': true,
  'step-refused': true,
  'step-failed': true,
  'step-compensated': true,
  'step-stuck': true,
  'iteration-opened': true,
  'iterations-opened': true,
  'iterations-dropped': true,
  'deadline-passed': true,
  'deadline-lifted': true,
  'abort-decided': true,
  'forward-resumed': true,
  'operator-acted': true,
  'definition-migrated': true,
  'commands-resent': true,
  'saga-stuck': true,
  'saga-stuck-on': true,
  'saga-resumed': true,
  'saga-completed': true,
  'saga-compensated': true,
  'saga-abandoned': true,
});

const INPUT_TYPES = membersOf<SagaInput['type']>({
  start: true,
  parent: true,
  reply: true,
  signal: true,
  timer: true,
  sent: true,
  resend: true,
  operator: true,
});

/** More fields than the type: which ones, depends on it. */
function typed(types: string[], example: string) {
  const type = { type: 'string', enum: types, example } as const;
  const more = { properties: { type }, additionalProperties: true };
  return { type: 'object' as const, required: ['type'], ...more };
}

@ApiSchema({ name: 'IgnoredReply' })
export class IgnoredReplyView {
  @ApiProperty()
  readonly reason!: string;

  @ApiProperty({ ...integer, description: 'How often it came.' })
  readonly times!: number;

  @ApiProperty(instant)
  readonly lastAt!: string;
}

/** One thing that happened to a saga, and the facts that followed. */
@ApiSchema({ name: 'HistoryEntry' })
export class HistoryEntryView {
  @Nullable(integer, 'The version of the saga after it; null: it changed nothing.')
  readonly version!: number | null;

  @ApiProperty(instant)
  readonly at!: string;

  @ApiProperty({ ...typed(INPUT_TYPES, 'reply'), selfRequired: true })
  readonly input!: JsonValue;

  @ApiProperty({ type: 'array', items: typed(EVENT_TYPES, 'step-succeeded') })
  readonly events!: readonly SagaEvent[];

  @Nullable(IgnoredReplyView, 'For a reply that came too late, twice or for nothing.')
  readonly ignored!: IgnoredReplyView | null;
}

export class HistoryPage extends PageOf(HistoryEntryView) {}
