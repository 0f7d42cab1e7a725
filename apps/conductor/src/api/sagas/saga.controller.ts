import { Body, Controller, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { TraceContext } from '#contracts';
import type { SagaState } from '#engine';
import { HistoryQueries, SagaQueries } from '#queries';
import { StoredDefinitionSource } from '#persistence';
import { AtRestWaiter } from '../../workers/at-rest-waiter.js';
import { ApiError } from '../edge/api-error.js';
import { Cursors, type ListQuestion } from '../edge/cursor.js';
import { IdempotencyKey, readId, readWaitMs, Trace, UUID } from '../edge/request-parts.js';
import { DocumentedCall, IdempotencyKeyHeader, SagaIdParam } from '../openapi/documented-call.js';
import { HistoryPage } from './history-entry-view.js';
import { toHistoryPage, type HistoryPosition } from './history-view.js';
import { RestingSagas } from './resting-sagas.js';
import { RestStarter } from './rest-starter.js';
import { SagaPage, SagaView } from './saga-view.js';
import {
  HistoryQuery,
  historyLimitOf,
  SagaListQuery,
  StartSagaDto,
  toSagaFilter,
  WaitQuery,
} from './saga.dto.js';
import { asksPeople, toSagaView, toSummaryView } from './to-saga-view.js';

const VERSION_PATTERN = /^\d{1,10}$/;
/** Empty: the first page. */
const IGNORED_PATTERN = /^(|\d{4}-\S{1,80})$/;
const FIRST_PAGE: HistoryPosition = { version: null, ignored: null };

@ApiTags('Sagas')
@ApiBearerAuth()
@Controller('v1/sagas')
export class SagaController {
  private readonly resting: RestingSagas;

  constructor(
    private readonly starter: RestStarter,
    private readonly sagas: SagaQueries,
    definitions: StoredDefinitionSource,
    private readonly histories: HistoryQueries,
    atRestWaiter: AtRestWaiter,
    private readonly cursors: Cursors,
  ) {
    this.resting = new RestingSagas({ sagas, definitions, atRestWaiter });
  }

  @Post()
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
    @IdempotencyKey() idempotencyKey: string | null,
    @Trace() trace: TraceContext | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SagaView> {
    const waitMs = readWaitMs(query.wait);
    const { state, isNew } = await this.starter.start(request, { idempotencyKey, trace });
    void reply
      .code(isNew ? HttpStatus.CREATED : HttpStatus.OK)
      .header('location', `/v1/sagas/${state.id}`);
    const isShort = waitMs === 0 && !asksPeople(state);
    return isShort ? toSagaView(state) : this.starter.showAtRest(state, waitMs);
  }

  @Get()
  @DocumentedCall({
    id: 'listSagas',
    summary: 'List sagas, newest first',
    answers: { 200: SagaPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: SagaListQuery): Promise<SagaPage> {
    const list = this.cursors.open('sagas', query, [UUID]);
    const page = { filter: toSagaFilter(query), limit: list.limit + 1, beforeId: list.after };
    const rows = await this.sagas.list(page);
    return list.ofRows(rows, { toItem: toSummaryView, toParts: ({ id }) => [id] });
  }

  @Get(':id')
  @SagaIdParam()
  @DocumentedCall({
    id: 'getSaga',
    summary: 'Show a saga with its steps and what comes next',
    answers: { 200: SagaView },
    problems: ['SAGA_NOT_FOUND', 'VALIDATION_FAILED'],
  })
  async show(@Param('id') idText: string, @Query() query: WaitQuery): Promise<SagaView> {
    const waitMs = readWaitMs(query.wait);
    const state = await this.read(readId(idText, 'SAGA_NOT_FOUND'));
    return (await this.resting.show(state, waitMs)) ?? notFound(state.id);
  }

  @Get(':id/history')
  @SagaIdParam()
  @DocumentedCall({
    id: 'getSagaHistory',
    summary: 'Everything that happened to a saga, in order',
    answers: { 200: HistoryPage },
    problems: ['SAGA_NOT_FOUND', 'VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async history(@Param('id') idText: string, @Query() query: HistoryQuery): Promise<HistoryPage> {
    const id = readId(idText, 'SAGA_NOT_FOUND');
    const limit = historyLimitOf(query);
    const question = { kind: 'history', filter: { id } };
    const after = query.cursor ? this.readPosition(question, query.cursor) : FIRST_PAGE;
    const [transitions, ignored] = await Promise.all([
      this.histories.transitions(id, { after: after.version, limit }),
      this.histories.ignoredReplies(id, { after: after.ignored, limit }),
    ]);
    if (transitions.rows.length === 0 && after === FIRST_PAGE) await this.read(id);
    const { items, next } = toHistoryPage(transitions, ignored, { after, limit });
    if (next === null) return { items, next };
    const parts = [String(next.version ?? 0), next.ignored ?? ''];
    return { items, next: this.cursors.issue(question, parts) };
  }

  private readPosition(question: ListQuestion, cursor: string): HistoryPosition {
    const patterns = [VERSION_PATTERN, IGNORED_PATTERN];
    const [version = '0', ignored = ''] = this.cursors.read(question, cursor, patterns);
    return { version: Number(version), ignored: ignored === '' ? null : ignored };
  }

  private async read(id: string): Promise<SagaState> {
    const state = await this.sagas.find(id);
    return state ?? notFound(id);
  }
}

function notFound(id: string): never {
  throw new ApiError('SAGA_NOT_FOUND', `There is no saga ${id}.`);
}
