import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { CommandDescription } from '#contracts';
import { PARTICIPANT_NAME } from '#protocol';
import { EnvelopeLimits } from '#runtime';
import { ParticipantStore, type ListedCommand, type ParticipantRecord } from '#persistence';
import { UndeliveredQueries } from '#queries';
import { Act } from '../edge/access/acts.js';
import { visibleDefinitions } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { ApiError } from '../edge/api-error.js';
import { type Caller, type CallOrigin, FromCaller, FromOrigin } from '../edge/request-parts.js';
import { Forgetting, ForgottenView } from './forgetting.js';
import { Cursors } from '../edge/cursor.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { PageQuery } from '../edge/page-query.js';
import { ParticipantQueues, type ParticipantQueueState } from './participant-queues.js';
import {
  DescribedParticipantView,
  ParticipantPage,
  type ParticipantFactsView,
} from './participant-view.js';
import { ReasonDto } from '../edge/text-length.js';

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
    private readonly forgetting: Forgetting,
  ) {}

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listParticipants',
    summary: 'List participants by name, each with its queue and its commands',
    description:
      'Those that described themselves, and those that a definition names which takes sagas or ' +
      'has open ones.',
    answers: { 200: ParticipantPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: PageQuery, @FromCaller() caller: Caller): Promise<ParticipantPage> {
    const list = this.cursors.open('participants', query, [PARTICIPANT_NAME]);
    const seen = visibleDefinitions(caller);
    const page = await this.participants.list({ afterName: list.after, limit: list.limit, seen });
    const names = page.rows.map(({ participant }) => participant);
    const [states, undelivered] = await Promise.all([
      this.queues.inspect(names),
      this.outbox.find(seen),
    ]);
    const reasonOf = (participant: string) =>
      undelivered.find((group) => group.participant === participant)?.reason;
    return list.of(page, {
      toItem: (record) => ({
        ...this.toFacts(record, states.get(record.participant) ?? null),
        ...withReason(reasonOf(record.participant)),
        commands: record.commands,
      }),
      toParts: ({ participant }) => [participant],
    });
  }

  @Get(':name')
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'getParticipant',
    summary: 'Show a participant with its queue, and its commands with their schemas',
    answers: { 200: DescribedParticipantView },
    problems: ['PARTICIPANT_NOT_FOUND'],
  })
  async show(
    @Param('name') participant: string,
    @FromCaller() caller: Caller,
  ): Promise<DescribedParticipantView> {
    const seen = visibleDefinitions(caller);
    const isName = PARTICIPANT_NAME.test(participant);
    const record = isName ? await this.participants.find(participant, seen) : null;
    if (record === null) throw new ApiError('PARTICIPANT_NOT_FOUND', UNKNOWN);
    const names = (record.commands ?? []).map(({ command }) => command);
    const [states, undelivered, described] = await Promise.all([
      this.queues.inspect([participant]),
      this.outbox.find(seen),
      this.participants.describe(names),
    ]);
    const { reason } = undelivered.find((group) => group.participant === participant) ?? {};
    const known = new Map(described.commands.map((each) => [each.command, each]));
    return {
      ...this.toFacts(record, states.get(participant) ?? null),
      ...withReason(reason),
      commands: record.commands?.map((each) => withSchemas(each, known.get(each.command))) ?? null,
    };
  }

  @Post(':name/forget')
  @Needs('admin')
  @Act('forget-participant')
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'forgetParticipant',
    summary: 'Delete what is known of a participant that is gone',
    description:
      'Its description, its account and its processes. Whoever describes itself by this name ' +
      'next is the participant then, also by another account.',
    answers: { 200: ForgottenView },
    problems: [
      'VALIDATION_FAILED',
      'PARTICIPANT_NOT_FOUND',
      'PARTICIPANT_LIVE',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
    ],
  })
  async forget(
    @Param('name') participant: string,
    @Body() { reason }: ReasonDto,
    @FromOrigin() origin: CallOrigin,
  ): Promise<ForgottenView> {
    const outcome = await this.forgetting.forget(participant, { ...origin, reason });
    if (outcome === 'forgotten') return { participant };
    if (outcome === 'live') {
      const detail = `A process of ${participant} described itself a moment ago: stop it first.`;
      throw new ApiError('PARTICIPANT_LIVE', detail);
    }
    throw new ApiError('PARTICIPANT_NOT_FOUND', 'Nobody has described itself by this name.');
  }

  private toFacts(record: ParticipantRecord, state: ParticipantQueueState): ParticipantFactsView {
    const { participant, lastSeenAt, live } = record;
    const inQueue = toQueueView(state);
    const { consumers } = inQueue;
    return {
      participant,
      queue: this.queues.nameOf(participant),
      ...inQueue,
      envelopes: consumers === null ? null : EnvelopeLimits.carriedMaxBy(live, consumers),
      lastSeenAt: lastSeenAt?.toISOString() ?? null,
    };
  }
}

const UNKNOWN = 'Nobody has described itself by this name, and no definition that runs names it.';

function withSchemas(listed: ListedCommand, described: CommandDescription | undefined) {
  const { inputSchema = null, outputSchema = null } = described ?? {};
  return { ...listed, inputSchema, outputSchema };
}

function withReason(undelivered: string | undefined): Pick<ParticipantFactsView, 'undelivered'> {
  return undelivered === undefined ? {} : { undelivered };
}

function toQueueView(state: ParticipantQueueState) {
  if (state === 'unknown') return { queueExists: null, consumers: null, ready: null };
  const { consumers, ready } = state ?? { consumers: 0, ready: 0 };
  return { queueExists: state !== null, consumers, ready };
}
