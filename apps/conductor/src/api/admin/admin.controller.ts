import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Matches } from 'class-validator';
import {
  OperatorQueries,
  SagaQueries,
  UndeliveredQueries,
  type TimePosition,
  type Undelivered,
} from '#queries';
import {
  Cursors,
  INSTANT_PATTERN,
  toPage,
  toSizedPage,
  UUID_PATTERN,
  type ListQuestion,
} from '../edge/cursor.js';
import { UUID } from '../edge/request-parts.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { limitOf, PageQuery } from '../edge/page-query.js';
import { SagaListQuery, toSagaFilter } from '../sagas/saga.dto.js';
import { AdminSagaPage, toAdminSagaView } from './admin-saga-view.js';
import { FailuresView, type UndeliveredView } from './failure-views.js';
import { Overview } from './overview.js';
import { OverviewView } from './overview-view.js';
import { AuditPage, DeadMessagePage } from './record-views.js';

export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Of this saga only.' })
  @IsOptional()
  @IsString()
  @Matches(UUID, { message: 'saga must be the id of a saga' })
  saga?: string;
}

/** Read-only endpoints for operators. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin')
export class AdminController {
  constructor(
    private readonly overview: Overview,
    private readonly sagas: SagaQueries,
    private readonly records: OperatorQueries,
    private readonly cursors: Cursors,
    private readonly outbox: UndeliveredQueries,
  ) {}

  @Get('overview')
  @DocumentedCall({
    id: 'getOverview',
    summary: 'How it goes, in figures',
    answers: { 200: OverviewView },
  })
  showOverview(): Promise<OverviewView> {
    return this.overview.show();
  }

  @Get('sagas')
  @DocumentedCall({
    id: 'listSagasForOperators',
    summary: 'List sagas with what an operator needs to know, newest first',
    answers: { 200: AdminSagaPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async listSagas(@Query() query: SagaListQuery): Promise<AdminSagaPage> {
    const limit = limitOf(query);
    const question = { kind: 'admin-sagas', filter: query };
    const { cursor } = query;
    const beforeId = cursor ? this.cursors.read(question, cursor, [UUID_PATTERN])[0] : null;
    const page = { filter: toSagaFilter(query), limit: limit + 1, beforeId: beforeId ?? null };
    const sagas = await this.sagas.listForOperators(page);
    const now = Date.now();
    return toPage(sagas, limit, {
      toItem: (saga) => toAdminSagaView(saga, now),
      toCursor: ({ id }) => this.cursors.issue(question, [id]),
    });
  }

  @Get('failures')
  @DocumentedCall({
    id: 'listFailures',
    summary: 'Stuck and retrying sagas, and commands that no broker takes, grouped by reason',
    answers: { 200: FailuresView },
  })
  async listFailures(): Promise<FailuresView> {
    const [failures, undelivered] = await Promise.all([
      this.overview.findFailures(),
      this.outbox.find(),
    ]);
    const toView = ({ oldestAt, ...group }: Undelivered): UndeliveredView => ({
      ...group,
      oldestAt: oldestAt.toISOString(),
    });
    return { ...failures, undelivered: undelivered.map(toView) };
  }

  @Get('audit')
  @DocumentedCall({
    id: 'listAudit',
    summary: 'Who did what, newest first',
    answers: { 200: AuditPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async listAudit(@Query() query: AuditQuery): Promise<AuditPage> {
    const limit = limitOf(query);
    const question = { kind: 'audit', filter: query };
    const before = this.readPosition(question, query.cursor);
    const sagaId = query.saga ?? null;
    const page = await this.records.audit({ sagaId, limit, before });
    return toSizedPage(page, {
      toItem: ({ position: _position, ...record }) => ({ ...record, at: record.at.toISOString() }),
      toCursor: ({ position }) => this.cursors.issue(question, [position.at, position.id]),
    });
  }

  @Get('dead-messages')
  @DocumentedCall({
    id: 'listDeadMessages',
    summary: 'Messages that nobody could use, newest first',
    answers: { 200: DeadMessagePage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async listDeadMessages(@Query() query: PageQuery): Promise<DeadMessagePage> {
    const limit = limitOf(query);
    const question = { kind: 'dead-messages', filter: query };
    const before = this.readPosition(question, query.cursor);
    const page = await this.records.deadMessages({ limit, before });
    return toSizedPage(page, {
      toItem: ({ position: _position, createdAt, resolvedAt, ...record }) => ({
        ...record,
        createdAt: createdAt.toISOString(),
        resolvedAt: resolvedAt?.toISOString() ?? null,
      }),
      toCursor: ({ position }) => this.cursors.issue(question, [position.at, position.id]),
    });
  }

  private readPosition(question: ListQuestion, cursor: string | undefined): TimePosition | null {
    if (cursor === undefined) return null;
    const patterns = [INSTANT_PATTERN, UUID_PATTERN];
    const [at = '', id = ''] = this.cursors.read(question, cursor, patterns);
    return { at, id };
  }
}
