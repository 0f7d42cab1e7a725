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
import { Cursors, INSTANT_PATTERN, type ListPage } from '../edge/cursor.js';
import { UUID } from '../edge/request-parts.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { PageQuery } from '../edge/page-query.js';
import { SagaListQuery, toSagaFilter } from '../sagas/saga.dto.js';
import { AdminSagaPage, toAdminSagaView } from './admin-saga-view.js';
import { FailuresView, type UndeliveredView } from './failure-views.js';
import { Overview } from './overview.js';
import { OverviewView } from './overview-view.js';
import { AuditPage, DeadMessagePage } from './record-views.js';

class AuditQuery extends PageQuery {
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
    const list = this.cursors.open('admin-sagas', query, [UUID]);
    const page = { filter: toSagaFilter(query), limit: list.limit + 1, beforeId: list.after };
    const sagas = await this.sagas.listForOperators(page);
    const now = Date.now();
    return list.ofRows(sagas, {
      toItem: (saga) => toAdminSagaView(saga, now),
      toParts: ({ id }) => [id],
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
    const list = this.cursors.open('audit', query, TIME_POSITION);
    const sagaId = query.saga ?? null;
    const { limit } = list;
    const page = await this.records.audit({ sagaId, limit, before: positionOf(list) });
    return list.of(page, {
      toItem: ({ position: _position, ...record }) => ({ ...record, at: record.at.toISOString() }),
      toParts: ({ position }) => [position.at, position.id],
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
    const list = this.cursors.open('dead-messages', query, TIME_POSITION);
    const { limit } = list;
    const page = await this.records.deadMessages({ limit, before: positionOf(list) });
    return list.of(page, {
      toItem: ({ position: _position, createdAt, resolvedAt, ...record }) => ({
        ...record,
        createdAt: createdAt.toISOString(),
        resolvedAt: resolvedAt?.toISOString() ?? null,
      }),
      toParts: ({ position }) => [position.at, position.id],
    });
  }
}

/** The parts of a cursor in a list by time. */
const TIME_POSITION = [INSTANT_PATTERN, UUID];

function positionOf({ parts }: ListPage): TimePosition | null {
  if (parts === null) return null;
  const [at = '', id = ''] = parts;
  return { at, id };
}
