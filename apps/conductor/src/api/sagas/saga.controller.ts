import { Body, Controller, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { SagaState } from '#saga-core';
import { HistoryQueries, SagaQueries, StoredDefinitionSource } from '#persistence';
import { RestWaiter } from '../../workers/rest-waiter.js';
import { ApiError } from '../edge/api-error.js';
import { decodeCursor, encodeCursor, toPage, UUID_PATTERN } from '../edge/cursor.js';
import { IdempotencyKey, readId, readWaitMs } from '../edge/request-parts.js';
import { DocumentedCall, IdempotencyKeyHeader } from '../openapi/documented-call.js';
import { toHistoryView, type HistoryEntryView } from './history-view.js';
import { RestStarter } from './rest-starter.js';
import { toSagaView, toSummaryView, type SagaView } from './saga-view.js';
import {
  HistoryQuery,
  limitOf,
  SagaListQuery,
  StartSagaDto,
  toSagaFilter,
  WaitQuery,
} from './saga.dto.js';

const HISTORY_LIMIT_DEFAULT = 1000;
const VERSION_PATTERN = /^[1-9]\d{0,9}$/;

@ApiTags('Sagas')
@ApiBearerAuth()
@Controller('v1/sagas')
export class SagaController {
  constructor(
    private readonly starter: RestStarter,
    private readonly sagas: SagaQueries,
    private readonly definitions: StoredDefinitionSource,
    private readonly histories: HistoryQueries,
    private readonly restWaiter: RestWaiter,
  ) {}

  @Post()
  @IdempotencyKeyHeader()
  @DocumentedCall({
    summary: 'Start a saga',
    description: 'Answered after the commit. The same key and body again give the same saga.',
    answers: { 201: 'Saga', 200: 'Saga' },
    problems: [
      'VALIDATION_FAILED',
      'INPUT_INVALID',
      'DEFINITION_NOT_FOUND',
      'DEFINITION_RETIRED',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
      'IDEMPOTENCY_KEY_REUSED',
    ],
  })
  async start(
    @Body() request: StartSagaDto,
    @Query() query: WaitQuery,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SagaView> {
    const waitMs = readWaitMs(query.wait);
    const { state, isNew } = await this.starter.start(request, idempotencyKey);
    void reply
      .code(isNew ? HttpStatus.CREATED : HttpStatus.OK)
      .header('location', `/v1/sagas/${state.id}`);
    return waitMs > 0 ? this.view(await this.waitForRest(state, waitMs)) : toSagaView(state);
  }

  @Get()
  @DocumentedCall({
    summary: 'List sagas, newest first',
    answers: { 200: 'SagaPage' },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: SagaListQuery) {
    const limit = limitOf(query);
    const beforeId = readSagaCursor(query.cursor);
    const filter = toSagaFilter(query);
    const rows = await this.sagas.list({ filter, limit: limit + 1, beforeId });
    return toPage(rows, limit, {
      toItem: toSummaryView,
      toCursor: ({ id }) => sagaCursor(id),
    });
  }

  @Get(':id')
  @DocumentedCall({
    summary: 'Show a saga with its steps and what comes next',
    answers: { 200: 'Saga' },
    problems: ['SAGA_NOT_FOUND', 'VALIDATION_FAILED'],
  })
  async show(@Param('id') idText: string, @Query() query: WaitQuery): Promise<SagaView> {
    const waitMs = readWaitMs(query.wait);
    const state = await this.read(readId(idText, 'SAGA_NOT_FOUND'));
    return this.view(await this.waitForRest(state, waitMs));
  }

  @Get(':id/history')
  @DocumentedCall({
    summary: 'Everything that happened to a saga, in order',
    answers: { 200: 'HistoryPage' },
    problems: ['SAGA_NOT_FOUND', 'VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async history(@Param('id') idText: string, @Query() query: HistoryQuery) {
    const id = readId(idText, 'SAGA_NOT_FOUND');
    const limit = query.limit === undefined ? HISTORY_LIMIT_DEFAULT : Number(query.limit);
    const [after] = query.cursor ? decodeCursor(query.cursor, 'history', [VERSION_PATTERN]) : ['0'];
    const afterVersion = Number(after);
    const rows = await this.histories.transitions(id, { afterVersion, limit: limit + 1 });
    if (rows.length === 0 && afterVersion === 0) await this.read(id);
    const ignored = await this.histories.ignoredReplies(id, {
      from: afterVersion === 0 ? null : (rows[0]?.at ?? null),
      to: rows[limit]?.at ?? null,
    });
    const items: readonly HistoryEntryView[] = toHistoryView(rows.slice(0, limit), ignored);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { items, next: last ? encodeCursor('history', [String(last.version)]) : null };
  }

  /** Children are looked for only where there can be some: callers wait for this. */
  private async view(state: SagaState): Promise<SagaView> {
    const { name, version } = state.definition;
    const definition = await this.definitions.load(name, version);
    const canHave = definition?.steps.some(
      (step) => step.does === 'command' && step.child !== null,
    );
    return toSagaView(state, canHave ? await this.sagas.childrenOf(state.id) : []);
  }

  private async waitForRest(state: SagaState, waitMs: number): Promise<SagaState> {
    const isMoving = state.status === 'running' || state.status === 'compensating';
    if (waitMs === 0 || !isMoving) return state;
    return (await this.restWaiter.wait(state.id, waitMs)) ?? this.read(state.id);
  }

  private async read(id: string): Promise<SagaState> {
    const state = await this.sagas.find(id);
    if (state !== null) return state;
    throw new ApiError('SAGA_NOT_FOUND', `There is no saga ${id}.`);
  }
}

/** null: from the newest. @throws ApiError CURSOR_INVALID */
export function readSagaCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  return decodeCursor(cursor, 'sagas', [UUID_PATTERN])[0] ?? null;
}

export function sagaCursor(id: string): string {
  return encodeCursor('sagas', [id]);
}
