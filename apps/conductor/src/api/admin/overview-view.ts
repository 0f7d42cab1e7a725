import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { BusStatus } from '#bus';
import type { Backlog, OldestOpenSaga, StartedCount } from '#queries';
import { membersOf, Nullable } from '../openapi/fields.js';
import { instant, integer, mapOf, uuid } from '../openapi/schema-parts.js';
import { SAGA_STATUSES } from '../openapi/engine-enums.js';
import { FailureGroup } from '../failures/failure-views.js';

const number = { type: 'number', minimum: 0 } as const;
const BUS_STATUSES = membersOf<BusStatus>({ connected: true, blocked: true, disconnected: true });

/** Numbers of sagas in the last 5 minutes and in the last hour. */
export class Rate implements Omit<StartedCount, 'definition'> {
  @ApiProperty(integer)
  readonly last5Min!: number;

  @ApiProperty(integer)
  readonly lastHour!: number;
}

export class Rates {
  @ApiProperty({ type: Rate })
  readonly started!: Rate;

  @ApiProperty({ type: Rate })
  readonly completed!: Rate;

  @ApiProperty({ type: Rate })
  readonly compensated!: Rate;

  @ApiProperty({ type: Rate })
  readonly stuck!: Rate;
}

@ApiSchema({ name: 'OldestOpenSaga' })
class OldestOpenSagaView implements Omit<OldestOpenSaga, 'createdAt'> {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty({ enum: SAGA_STATUSES })
  readonly status!: string;

  @ApiProperty()
  readonly definition!: string;

  @ApiProperty(instant)
  readonly createdAt!: string;
}

@ApiSchema({ name: 'Backlog' })
class BacklogView implements Backlog {
  @ApiProperty({
    ...integer,
    description: 'Messages that are committed and not yet known to have arrived.',
  })
  readonly outbox!: number;

  @Nullable(number)
  readonly oldestOutboxAgeMs!: number | null;

  @ApiProperty({ ...integer, description: 'Sagas whose timer is due and has not fired.' })
  readonly timersDue!: number;

  @Nullable(number, 'By how much the oldest timer is late.')
  readonly oldestTimerLagMs!: number | null;

  @ApiProperty(integer)
  readonly deadMessages!: number;

  @ApiProperty(integer)
  readonly stuckSagas!: number;

  @ApiProperty({ ...integer, description: 'Sagas that operators paused one by one.' })
  readonly pausedSagas!: number;

  @ApiProperty({
    ...integer,
    description: 'Pauses of definitions, steps and participants that go on.',
  })
  readonly pauses!: number;

  @ApiProperty({ ...integer, description: 'Those of them that the conductor made by itself.' })
  readonly automaticPauses!: number;

  @ApiProperty({ ...integer, description: 'Events of services kept for sagas that wait for them.' })
  readonly keptEvents!: number;

  @ApiProperty({ ...integer, description: 'The size of their data.' })
  readonly keptEventBytes!: number;
}

class BrokerHealth {
  @ApiProperty({ enum: BUS_STATUSES })
  readonly status!: BusStatus;

  @ApiProperty({
    type: [String],
    description:
      'What the broker does not let the conductor do, a sentence each: what its account may not ' +
      'declare, bind, read or write, exchanges and bindings that cannot be declared, and why ' +
      'events that start sagas may not arrive.',
  })
  readonly refusals!: readonly string[];
}

@ApiSchema({ name: 'ReplicaReplyQueue' })
class ReplicaReplyQueueView {
  @ApiProperty({ description: 'The queue on the broker.' })
  readonly name!: string;

  @ApiProperty({
    description: 'Its commands name this queue; false: it reads it because nobody else does.',
  })
  readonly isHome!: boolean;

  @ApiProperty({ ...integer, description: 'Grows by one whenever another replica takes it.' })
  readonly fence!: number;
}

@ApiSchema({ name: 'Replica' })
export class ReplicaView {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty({ description: 'It answered this call.' })
  readonly isThis!: boolean;

  @ApiProperty({ ...instant, description: 'Its last report; there is one every second.' })
  readonly seenAt!: string;

  @ApiProperty({ description: 'It was stopped, and had finished what it had in hand.' })
  readonly hasLeft!: boolean;

  @Nullable(instant, 'Since when it has been without the broker; null: it has the broker.')
  readonly brokerLostAt!: string | null;

  @Nullable(
    { type: 'string' },
    'Its release, such as 1.4.2; null: an earlier one, which does not say. Two at once are an ' +
      'upgrade under way, or one that was forgotten.',
  )
  readonly version!: string | null;

  @ApiProperty({ type: [ReplicaReplyQueueView], description: 'The reply queues that it reads.' })
  readonly replyQueues!: readonly ReplicaReplyQueueView[];
}

class DatabaseHealth {
  @ApiProperty({ enum: ['connected'] })
  readonly status!: 'connected';

  @ApiProperty({ ...number, description: 'How long a commit took just now.' })
  readonly commitMs!: number;
}

@ApiSchema({ name: 'Overview' })
export class OverviewView {
  @ApiProperty({
    ...instant,
    description:
      'When the counts were taken; they may be kept for a while on large tables, but for those ' +
      'that are stuck.',
  })
  readonly countedAt!: string;

  @ApiProperty({
    description:
      'false: there are more sagas that have ended; it is so for a while after an upgrade, until ' +
      'all of them were counted once.',
  })
  readonly isCountExact!: boolean;

  @ApiProperty(mapOf(integer))
  readonly byStatus!: Readonly<Record<string, number>>;

  @ApiProperty(mapOf(mapOf(integer)))
  readonly byDefinition!: Readonly<Record<string, Readonly<Record<string, number>>>>;

  @ApiProperty({ type: Rates })
  readonly rates!: Rates;

  @Nullable(OldestOpenSagaView)
  readonly oldestOpenSaga!: OldestOpenSagaView | null;

  @ApiProperty({ type: [FailureGroup] })
  readonly stuckGroups!: readonly FailureGroup[];

  @ApiProperty({ ...integer, description: 'Inputs of this replica that wait for a batch.' })
  readonly pipelineQueue!: number;

  @ApiProperty({ type: BacklogView })
  readonly backlog!: BacklogView;

  @ApiProperty({
    type: [ReplicaView],
    description: 'The conductors of the last half minute.',
  })
  readonly replicas!: readonly ReplicaView[];

  @ApiProperty({ type: BrokerHealth })
  readonly broker!: BrokerHealth;

  @ApiProperty({ type: DatabaseHealth })
  readonly database!: DatabaseHealth;
}
