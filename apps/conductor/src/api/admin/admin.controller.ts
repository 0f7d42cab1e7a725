import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Matches } from 'class-validator';
import { OperatorQueries, SagaQueries, type TimePosition } from '#persistence';
import {
  decodeCursor,
  encodeCursor,
  INSTANT_PATTERN,
  toPage,
  UUID_PATTERN,
} from '../edge/cursor.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { readSagaCursor, sagaCursor } from '../sagas/saga.controller.js';
import { limitOf, PageQuery, SagaListQuery, toSagaFilter } from '../sagas/saga.dto.js';
import { toAdminSagaView } from './admin-saga-view.js';
import type { Failures } from './failure-groups.js';
import { Overview, type OverviewView } from './overview.js';

export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Of this saga only.' })
  @IsOptional()
  @IsString()
  @Matches(UUID_PATTERN, { message: 'saga must be the id of a saga' })
  saga?: string;
}

/** What operators look at. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin')
export class AdminController {
  constructor(
    private readonly overview: Overview,
    private readonly sagas: SagaQueries,
    private readonly records: OperatorQueries,
  ) {}

  @Get('overview')
  @DocumentedCall({ summary: 'How it goes, in figures', answers: { 200: 'Overview' } })
  showOverview(): Promise<OverviewView> {
    return this.overview.show();
  }

  @Get('sagas')
  @DocumentedCall({
    summary: 'List sagas with what an operator needs to know, newest first',
    answers: { 200: 'AdminSagaPage' },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async listSagas(@Query() query: SagaListQuery) {
    const limit = limitOf(query);
    const beforeId = readSagaCursor(query.cursor);
    const filter = toSagaFilter(query);
    const states = await this.sagas.listStates({ filter, limit: limit + 1, beforeId });
    const now = Date.now();
    return toPage(states, limit, {
      toItem: (state) => toAdminSagaView(state, now),
      toCursor: ({ id }) => sagaCursor(id),
    });
  }

  @Get('failures')
  @DocumentedCall({
    summary: 'Stuck and retrying sagas, grouped by what is wrong where',
    answers: { 200: 'Failures' },
  })
  listFailures(): Promise<Failures> {
    return this.overview.findFailures();
  }

  @Get('audit')
  @DocumentedCall({
    summary: 'Who did what, newest first',
    answers: { 200: 'AuditPage' },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async listAudit(@Query() query: AuditQuery) {
    const limit = limitOf(query);
    const before = readTimeCursor(query.cursor, 'audit');
    const sagaId = query.saga ?? null;
    const rows = await this.records.audit({ sagaId, limit: limit + 1, before });
    return toPage(rows, limit, {
      toItem: ({ position: _position, ...record }) => ({ ...record, at: record.at.toISOString() }),
      toCursor: ({ position }) => timeCursor('audit', position),
    });
  }

  @Get('dead-messages')
  @DocumentedCall({
    summary: 'Messages that nobody could use, newest first',
    answers: { 200: 'DeadMessagePage' },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async listDeadMessages(@Query() query: PageQuery) {
    const limit = limitOf(query);
    const before = readTimeCursor(query.cursor, 'dead-messages');
    const rows = await this.records.deadMessages({ limit: limit + 1, before });
    return toPage(rows, limit, {
      toItem: ({ position: _position, createdAt, resolvedAt, ...record }) => ({
        ...record,
        createdAt: createdAt.toISOString(),
        resolvedAt: resolvedAt?.toISOString() ?? null,
      }),
      toCursor: ({ position }) => timeCursor('dead-messages', position),
    });
  }
}

function timeCursor(kind: string, { at, id }: TimePosition): string {
  return encodeCursor(kind, [at, id]);
}

function readTimeCursor(cursor: string | undefined, kind: string): TimePosition | null {
  if (cursor === undefined) return null;
  const [at = '', id = ''] = decodeCursor(cursor, kind, [INSTANT_PATTERN, UUID_PATTERN]);
  return { at, id };
}
