import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ACTS_OF, type LifeAct } from '#failures';
import type { FailureGroupRecord, GroupMember, Undelivered } from '#queries';
import { membersOf, Nullable, PageOf } from '../openapi/fields.js';
import { arrayOf, instant, integer, text, uuid } from '../openapi/schema-parts.js';
import { DIRECTIONS } from '../openapi/engine-enums.js';
import { SagaErrorView } from '../sagas/saga-parts.js';
import { LifeView, toLifeView } from './life-view.js';

const LIFE_ACTS = membersOf<LifeAct['name']>({
  acknowledge: true,
  mute: true,
  resolve: true,
  reopen: true,
});
const STATES = ['stuck', 'retrying'] as const;
const fingerprint = { ...text('Names the group.'), pattern: '^[0-9a-f]{16}$' };

/** Sagas that have the same trouble at the same place. */
export class FailureGroup {
  @ApiProperty()
  readonly definition!: string;

  @ApiProperty()
  readonly step!: string;

  @ApiProperty({ enum: DIRECTIONS })
  readonly direction!: string;

  @ApiProperty({
    enum: STATES,
    description: '`stuck`: at least one waits for a person. `retrying`: all have attempts left.',
  })
  readonly state!: (typeof STATES)[number];

  @ApiProperty({
    ...fingerprint,
    description:
      'Names the group: the same for the same definition, step, direction, code and kind of ' +
      'message, in all versions.',
  })
  readonly fingerprint!: string;

  @ApiProperty({ type: SagaErrorView, description: 'What one of them was answered.' })
  readonly error!: SagaErrorView;

  @ApiProperty(text('What their messages have in common; `#` stands for what differs.'))
  readonly kind!: string;

  @ApiProperty({ ...integer, description: 'Sagas that are in it now.' })
  readonly count!: number;

  @ApiProperty({ ...integer, description: 'Those among them that wait for a person.' })
  readonly stuck!: number;

  @ApiProperty({ ...integer, description: 'Those among them that have attempts left.' })
  readonly retrying!: number;

  @ApiProperty({ ...integer, description: 'Sagas that ever came to it.' })
  readonly total!: number;

  @Nullable(instant, 'Since when the longest of them is in it; null: none is in it now.')
  readonly oldestAt!: string | null;

  @ApiProperty(instant)
  readonly firstSeenAt!: string;

  @ApiProperty({ ...instant, description: 'When an attempt last went wrong in this way.' })
  readonly lastSeenAt!: string;

  @ApiProperty({
    ...arrayOf(integer),
    description: 'Versions of the definition that have it; the latest 20.',
  } as object)
  readonly versions!: readonly number[];

  @ApiProperty({
    ...arrayOf(integer),
    minItems: 24,
    maxItems: 24,
    description: 'Sagas that came to it in each of 24 hours; the last is the current hour, UTC.',
  } as object)
  readonly trend!: readonly number[];

  @ApiProperty({ type: 'array', items: uuid, description: 'At most 5, the oldest first.' })
  readonly sampleSagaIds!: readonly string[];

  @ApiProperty({ type: LifeView })
  readonly life!: LifeView;

  @ApiProperty({ enum: LIFE_ACTS, isArray: true, description: 'What may be done with it now.' })
  readonly acts!: readonly LifeAct['name'][];

  @ApiProperty({ ...integer, description: 'One more with each act of an operator; 0: none yet.' })
  readonly revision!: number;
}

export function toGroupView(record: FailureGroupRecord): FailureGroup {
  const { code, message, stuck, retrying, sagas, oldestAt, life, facts: _facts, ...rest } = record;
  return {
    ...rest,
    state: stuck > 0 ? 'stuck' : 'retrying',
    error: { code, message },
    count: stuck + retrying,
    ...{ stuck, retrying },
    total: sagas,
    oldestAt: oldestAt?.toISOString() ?? null,
    firstSeenAt: record.firstSeenAt.toISOString(),
    lastSeenAt: record.lastSeenAt.toISOString(),
    life: toLifeView(life),
    acts: ACTS_OF[life.status],
  };
}

export class GroupMemberView {
  @ApiProperty(uuid)
  readonly sagaId!: string;

  @ApiProperty({ ...integer, description: 'The version of its definition.' })
  readonly version!: number;

  @ApiProperty({ enum: STATES })
  readonly state!: (typeof STATES)[number];

  @ApiProperty({ ...integer, description: 'Attempts that went wrong.' })
  readonly attempts!: number;

  @ApiProperty({ type: SagaErrorView })
  readonly error!: SagaErrorView;

  @ApiProperty({ ...instant, description: 'Since when it is in the group.' })
  readonly since!: string;

  @ApiProperty({ ...instant, description: 'When an attempt last went wrong.' })
  readonly lastSeenAt!: string;
}

export function toMemberView(member: GroupMember): GroupMemberView {
  const { code, message, since, seenAt, ...rest } = member;
  return {
    ...rest,
    error: { code, message },
    since: since.toISOString(),
    lastSeenAt: seenAt.toISOString(),
  };
}

export class GroupMemberPage extends PageOf(GroupMemberView) {}

@ApiSchema({ name: 'Undelivered' })
export class UndeliveredView implements Omit<Undelivered, 'oldestAt'> {
  @Nullable({ type: 'string' }, 'Who does not get them; null: events.')
  readonly participant!: string | null;

  @ApiProperty(text('`UNROUTABLE`, or a code and what the broker said.'))
  readonly reason!: string;

  @ApiProperty({ ...integer, description: 'Of the 1,000 oldest.' })
  readonly messages!: number;

  @ApiProperty(instant)
  readonly oldestAt!: string;
}

@ApiSchema({ name: 'Failures' })
export class FailuresView {
  @ApiProperty({ type: [FailureGroup], description: 'Those with most sagas first.' })
  readonly groups!: readonly FailureGroup[];

  @ApiProperty({ description: 'There are more groups than are shown. Counts are exact.' })
  readonly truncated!: boolean;

  @ApiProperty({ type: [UndeliveredView] })
  readonly undelivered!: readonly UndeliveredView[];
}
