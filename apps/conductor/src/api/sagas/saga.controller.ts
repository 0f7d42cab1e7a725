import { Body, Controller, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { TraceContext } from '#contracts';
import type { SagaState } from '#engine';
import { HistoryQueries, SagaQueries } from '#queries';
import { StoredDefinitionSource } from '#persistence';
import { assertMayStart } from '../edge/access/definition-scope.js';
import { visibleDefinitions } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { AtRestWaiter } from '../../workers/at-rest-waiter.js';
import { ApiError } from '../edge/api-error.js';
import { Cursors } from '../edge/cursor.js';
import { type Caller, FromCaller, readId, readWaitMs, Trace, UUID } from '../edge/request-parts.js';
import { DocumentedCall, IdempotencyKeyHeader, SagaIdParam } from '../openapi/documented-call.js';
import { leftOut } from '../masking/left-out.js';
import { MarkedDefinitions } from '../masking/marked-definitions.js';
import { WaitingTeller } from '../waiting/waiting-teller.js';
import { HistoryPage } from './history-entry-view.js';
import { HistoryPages } from './history-pages.js';
import { toHistoryEntry } from './history-view.js';
import { RestingSagas } from './resting-sagas.js';
import { RestStarter } from './rest-starter.js';
import { SagaPage, SagaView } from './saga-view.js';
import { SagaListQuery, toSagaFilter } from '../finding/saga-filter.dto.js';
import { HistoryQuery, StartSagaDto, WaitQuery } from './saga.dto.js';
import { asksPeople, toSummaryView } from './to-saga-view.js';

@ApiTags('Sagas')
@ApiBearerAuth()
@Controller('v1/sagas')
export class SagaController {
  private readonly resting: RestingSagas;
  private readonly histories: HistoryPages;

  constructor(
    private readonly starter: RestStarter,
    private readonly sagas: SagaQueries,
    definitions: StoredDefinitionSource,
    histories: HistoryQueries,
    atRestWaiter: AtRestWaiter,
    private readonly cursors: Cursors,
    private readonly teller: WaitingTeller,
    private readonly marked: MarkedDefinitions,
  ) {
    this.resting = new RestingSagas({ sagas, definitions, atRestWaiter, teller });
    this.histories = new HistoryPages(histories, cursors);
  }

  @Post()
  @Needs('operator', 'filtered')
  @IdempotencyKeyHeader()
  @DocumentedCall({
    id: 'startSaga',
    summary: 'Start a saga',
    description:
      'Answered after the commit. The same key and body again give the same saga. Should the ' +
      'database be away at the end of `wait`, the saga is shown as it was known last.',
    answers: { 201: SagaView, 200: SagaView },
    problems: [
      'VALIDATION_FAILED',
      'INPUT_INVALID',
      'DEFINITION_NOT_FOUND',
      'DEFINITION_RETIRED',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
      'IDEMPOTENCY_KEY_REUSED',
      'TOO_MANY_OPEN_SAGAS',
    ],
  })
  async start(
    @Body() request: StartSagaDto,
    @Query() query: WaitQuery,
    @FromCaller() caller: Caller,
    @Trace() trace: TraceContext | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SagaView> {
    const waitMs = readWaitMs(query.wait);
    assertMayStart(caller, request);
    const { idempotencyKey } = caller;
    const { state, isNew } = await this.starter.start(request, { idempotencyKey, trace });
    void reply
      .code(isNew ? HttpStatus.CREATED : HttpStatus.OK)
      .header('location', `/v1/sagas/${state.id}`);
    const isShort = waitMs === 0 && !asksPeople(state);
    if (isShort) return this.starter.showStarted(state);
    return this.starter.showAtRest(state, waitMs, visibleDefinitions(caller));
  }

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listSagas',
    summary: 'List sagas, newest first',
    answers: { 200: SagaPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: SagaListQuery, @FromCaller() caller: Caller): Promise<SagaPage> {
    const list = this.cursors.open('sagas', query, [UUID]);
    const definitions = visibleDefinitions(caller);
    const filter = toSagaFilter(query);
    const without = leftOut(caller, filter, this.marked);
    const page = { filter, definitions, without, limit: list.limit + 1, beforeId: list.after };
    const rows = await this.sagas.list(page);
    const waiting = await this.teller.ofLines(rows, ({ summary }) => summary, definitions);
    return list.ofRows(rows, {
      toItem: (row) => toSummaryView(row, waiting.get(row.id) ?? null),
      toParts: ({ id }) => [id],
    });
  }

  @Get(':id')
  @Needs('viewer', 'saga')
  @SagaIdParam()
  @DocumentedCall({
    id: 'getSaga',
    summary: 'Show a saga with its steps and what comes next',
    answers: { 200: SagaView },
    problems: ['SAGA_NOT_FOUND', 'VALIDATION_FAILED'],
  })
  async show(
    @Param('id') idText: string,
    @Query() query: WaitQuery,
    @FromCaller() caller: Caller,
  ): Promise<SagaView> {
    const waitMs = readWaitMs(query.wait);
    const state = await this.read(readId(idText, 'SAGA_NOT_FOUND'));
    const view = await this.resting.show(state, waitMs, visibleDefinitions(caller));
    return view ?? notFound(state.id);
  }

  @Get(':id/history')
  @Needs('viewer', 'saga')
  @SagaIdParam()
  @DocumentedCall({
    id: 'getSagaHistory',
    summary: 'Everything that happened to a saga, in order',
    answers: { 200: HistoryPage },
    problems: ['SAGA_NOT_FOUND', 'VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async history(@Param('id') idText: string, @Query() query: HistoryQuery): Promise<HistoryPage> {
    const id = readId(idText, 'SAGA_NOT_FOUND');
    const { items, next, isFirst } = await this.histories.read('history', id, query);
    if (items.length === 0 && isFirst) await this.read(id);
    return { items: items.map(toHistoryEntry), next };
  }

  private async read(id: string): Promise<SagaState> {
    const state = await this.sagas.find(id);
    return state ?? notFound(id);
  }
}

function notFound(id: string): never {
  throw new ApiError('SAGA_NOT_FOUND', `There is no saga ${id}.`);
}
