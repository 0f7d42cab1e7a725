import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { PARTICIPANT_NAME } from '#protocol';
import { EnvelopeLimits } from '#runtime';
import { ParticipantStore, type ParticipantRecord } from '#persistence';
import { UndeliveredQueries } from '#queries';
import { Cursors } from '../edge/cursor.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { PageQuery } from '../edge/page-query.js';
import { ParticipantQueues, type ParticipantQueueState } from './participant-queues.js';
import { ParticipantPage, type ParticipantView } from './participant-view.js';

/** Lists the participants, and whether each is live. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin/participants')
export class ParticipantController {
  constructor(
    private readonly participants: ParticipantStore,
    private readonly queues: ParticipantQueues,
    private readonly cursors: Cursors,
    private readonly outbox: UndeliveredQueries,
  ) {}

  @Get()
  @DocumentedCall({
    id: 'listParticipants',
    summary: 'List participants by name, each with its queue and its commands',
    description:
      'Those that described themselves, and those that a definition names which takes sagas or ' +
      'has open ones.',
    answers: { 200: ParticipantPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: PageQuery): Promise<ParticipantPage> {
    const list = this.cursors.open('participants', query, [PARTICIPANT_NAME]);
    const page = await this.participants.list({ afterName: list.after, limit: list.limit });
    const names = page.rows.map(({ participant }) => participant);
    const [states, undelivered] = await Promise.all([
      this.queues.inspect(names),
      this.outbox.find(),
    ]);
    const reasonOf = (participant: string) =>
      undelivered.find((group) => group.participant === participant)?.reason;
    return list.of(page, {
      toItem: (record) => ({
        ...this.toView(record, states.get(record.participant) ?? null),
        ...withReason(reasonOf(record.participant)),
      }),
      toParts: ({ participant }) => [participant],
    });
  }

  private toView(record: ParticipantRecord, state: ParticipantQueueState): ParticipantView {
    const { participant, lastSeenAt, commands, live } = record;
    const inQueue = toQueueView(state);
    const { consumers } = inQueue;
    return {
      participant,
      queue: this.queues.nameOf(participant),
      ...inQueue,
      envelopes: consumers === null ? null : EnvelopeLimits.carriedMaxBy(live, consumers),
      lastSeenAt: lastSeenAt?.toISOString() ?? null,
      commands,
    };
  }
}

function withReason(undelivered: string | undefined): Pick<ParticipantView, 'undelivered'> {
  return undelivered === undefined ? {} : { undelivered };
}

function toQueueView(state: ParticipantQueueState) {
  if (state === 'unknown') return { queueExists: null, consumers: null, ready: null };
  const { consumers, ready } = state ?? { consumers: 0, ready: 0 };
  return { queueExists: state !== null, consumers, ready };
}
