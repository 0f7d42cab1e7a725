import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { OperatorQueries, SagaQueries } from '#queries';
import { visibleDefinitions } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { Cursors } from '../edge/cursor.js';
import { type Caller, FromCaller, UUID } from '../edge/request-parts.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { positionOf, TIME_POSITION } from '../edge/time-position.js';
import { SagaListQuery, toSagaFilter } from '../finding/saga-filter.dto.js';
import { leftOut } from '../masking/left-out.js';
import { MarkedDefinitions } from '../masking/marked-definitions.js';
import { WaitingTeller } from '../waiting/waiting-teller.js';
import { AdminSagaPage, toAdminSagaView } from './admin-saga-view.js';
import { Overview } from './overview.js';
import { OverviewView } from './overview-view.js';
import { DeadMessageListQuery } from '../dead-messages/dead-message.dto.js';
import { DeadMessagePage, toDeadMessageView } from '../dead-messages/dead-message-view.js';

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
    private readonly teller: WaitingTeller,
    private readonly marked: MarkedDefinitions,
  ) {}

  @Get('overview')
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'getOverview',
    summary: 'How it goes, in figures',
    answers: { 200: OverviewView },
  })
  showOverview(@FromCaller() caller: Caller): Promise<OverviewView> {
    return this.overview.show(visibleDefinitions(caller));
  }

  @Get('sagas')
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listSagasForOperators',
    summary: 'List sagas with what an operator needs to know, newest first',
    answers: { 200: AdminSagaPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async listSagas(
    @Query() query: SagaListQuery,
    @FromCaller() caller: Caller,
  ): Promise<AdminSagaPage> {
    const list = this.cursors.open('admin-sagas', query, [UUID]);
    const definitions = visibleDefinitions(caller);
    const filter = toSagaFilter(query);
    const without = leftOut(caller, filter, this.marked);
    const page = { filter, definitions, without, limit: list.limit + 1, beforeId: list.after };
    const sagas = await this.sagas.listForOperators(page);
    const waiting = await this.teller.ofLines(sagas, (saga) => saga, definitions);
    const now = Date.now();
    return list.ofRows(sagas, {
      toItem: (saga) => toAdminSagaView(saga, { now, waiting: waiting.get(saga.id) ?? null }),
      toParts: ({ id }) => [id],
    });
  }

  @Get('dead-messages')
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listDeadMessages',
    summary: 'Messages that nobody could use, newest first',
    answers: { 200: DeadMessagePage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async listDeadMessages(
    @Query() query: DeadMessageListQuery,
    @FromCaller() caller: Caller,
  ): Promise<DeadMessagePage> {
    const list = this.cursors.open('dead-messages', query, TIME_POSITION);
    const { limit } = list;
    const page = await this.records.deadMessages({
      limit,
      before: positionOf(list),
      seen: visibleDefinitions(caller),
      isOpen: query.open === 'true',
    });
    return list.of(page, {
      toItem: toDeadMessageView,
      toParts: ({ position }) => [position.at, position.id],
    });
  }
}
