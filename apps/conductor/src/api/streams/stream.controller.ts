import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ChangeQueries, type RecordedTransition } from '#queries';
import type { ChangeFilter, HistoryLine, Show } from '#live';
import type { Identity } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { leftOut } from '../masking/left-out.js';
import { hideFrom } from '../masking/mask-hook.js';
import { MarkedDefinitions } from '../masking/marked-definitions.js';
import { ApiError } from '../edge/api-error.js';
import { readId } from '../edge/request-parts.js';
import { DocumentedCall, SagaIdParam } from '../openapi/documented-call.js';
import { HistoryEntryView } from '../sagas/history-entry-view.js';
import { toTransitionEntry } from '../sagas/history-view.js';
import { LiveStreams } from './live-streams.js';
import { openWire } from './raw-wire.js';
import { LastEventIdQuery, StreamQuery, toChangeFilter, versionAfter } from './stream.dto.js';
import {
  LargeEntryView,
  SagaChangeView,
  StreamEndedView,
  StreamHeartbeatView,
  StreamOpenedView,
  StreamResetView,
} from './stream-views.js';
import { Streamed } from './streamed.js';

const COMMON = { open: StreamOpenedView, end: StreamEndedView };

/** Server-sent events: what all replicas commit, as it happens. */
@ApiTags('Sagas')
@ApiBearerAuth()
@Controller('v1')
export class StreamController {
  constructor(
    private readonly streams: LiveStreams,
    private readonly changes: ChangeQueries,
    private readonly marked: MarkedDefinitions,
  ) {}

  @Get('stream')
  @Needs('viewer', 'filtered')
  @Streamed({
    ...{ saga: SagaChangeView, reset: StreamResetView, heartbeat: StreamHeartbeatView },
    ...COMMON,
  })
  @DocumentedCall({
    id: 'streamSagas',
    summary: 'Hear of every transition of all sagas as it is committed',
    description:
      'Server-sent events. A change is told at least once: after a reconnect with Last-Event-ID ' +
      'some come again, known by sagaId and version, and none is missing. After `reset`, read ' +
      'again what you show. An id is good for five minutes, at any replica. The filters are ' +
      'those of the list, but for `age` and `unchanged`, and for `no-consumer` and `outbox` in ' +
      '`waiting`: those come while nothing happens to a saga.',
    answers: {},
    problems: ['VALIDATION_FAILED', 'TOO_MANY_LISTENERS', 'LISTENERS_BUSY'],
  })
  async list(
    @Query() query: StreamQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const filter = { ...toChangeFilter(query), ...visibleTo(request.identity) };
    if (request.method === 'HEAD') return void answerHead(reply);
    await this.streams.list({
      caller: request,
      filter,
      ...this.shownTo(request.identity),
      lastEventId: lastEventIdOf(request, query),
      hasHeartbeat: query.heartbeat === 'true',
      connect: () => openWire(reply),
    });
  }

  /** What definitions mark as sensitive is hidden from viewers. */
  private shownTo(identity: Identity): { readonly show?: Show } {
    if (identity.role !== 'viewer') return {};
    return {
      show: {
        name: 'viewer',
        of: (definition, view) => hideFrom(identity, this.marked, definition, view),
        finds: (definition, filter) => !leftOut(identity, filter, this.marked).includes(definition),
      },
    };
  }

  @Get('sagas/:id/stream')
  @SagaIdParam()
  @Needs('viewer', 'saga')
  @Streamed({ entry: HistoryEntryView, 'large-entry': LargeEntryView, ...COMMON })
  @DocumentedCall({
    id: 'streamSaga',
    summary: 'Read the history of a saga, and go on with what happens',
    description:
      'Server-sent events, each an entry of the history, in order of version and each once. The ' +
      'id is the version: give the last one that you know, or none for the whole history. ' +
      'Ignored replies are not told. It goes on after the end of a saga: a parent may have it ' +
      'undone later.',
    answers: {},
    problems: ['SAGA_NOT_FOUND', 'VALIDATION_FAILED', 'TOO_MANY_LISTENERS', 'LISTENERS_BUSY'],
  })
  async one(
    @Param('id') idText: string,
    @Query() query: LastEventIdQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const sagaId = readId(idText, 'SAGA_NOT_FOUND');
    const asked = versionAfter(lastEventIdOf(request, query));
    const known = await this.changes.find(sagaId);
    const { visible } = visibleTo(request.identity);
    if (known === null || visible?.includes(known.definition) === false) {
      throw new ApiError('SAGA_NOT_FOUND', `There is no saga ${sagaId}.`);
    }
    if (request.method === 'HEAD') return void answerHead(reply);
    await this.streams.saga({
      caller: request,
      sagaId,
      version: Math.min(asked, known.version),
      show: (line) => hideFrom(request.identity, this.marked, known.definition, show(line)),
      connect: () => openWire(reply),
    });
  }
}

/** The definitions that a caller with some of them may see. */
function visibleTo({ definitions }: Identity): Pick<ChangeFilter, 'visible'> {
  return definitions === 'all' ? {} : { visible: definitions };
}

/** The header is the newer one: a browser that reconnects sends it beside the old address. */
function lastEventIdOf(request: FastifyRequest, query: LastEventIdQuery): string | null {
  const header = request.headers['last-event-id'];
  const given = typeof header === 'string' ? header : query.lastEventId;
  return given === undefined || given === '' ? null : given;
}

function show({ version, at, data }: HistoryLine): HistoryEntryView {
  const recorded = JSON.parse(data ?? '{}') as Pick<RecordedTransition, 'input' | 'events'>;
  return toTransitionEntry({ version, at: new Date(at), ...recorded });
}

function answerHead(reply: FastifyReply): void {
  void reply.type('text/event-stream').send();
}
