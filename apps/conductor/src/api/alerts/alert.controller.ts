import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiParam, ApiTags } from '@nestjs/swagger';
import { AlertQueries } from '#queries';
import { Act } from '../edge/access/acts.js';
import { visibleDefinitions } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { Cursors } from '../edge/cursor.js';
import { PageQuery } from '../edge/page-query.js';
import { type Caller, FromCaller } from '../edge/request-parts.js';
import { positionOf, TIME_POSITION } from '../edge/time-position.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { AlertTests } from './alert-tests.js';
import {
  AlertRoutesView,
  AlertsView,
  AlertTestView,
  DeliveryPage,
  toAlertView,
  toDeliveryView,
} from './alert-views.js';
import { ReasonDto } from '../edge/text-length.js';

/** What people are told of, on which routes, and whether it arrived. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin/alerts')
export class AlertController {
  constructor(
    private readonly alerts: AlertQueries,
    private readonly tests: AlertTests,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listAlerts',
    summary: 'What is not as it should be, as far as routes are set',
    answers: { 200: AlertsView },
  })
  async list(@FromCaller() caller: Caller): Promise<AlertsView> {
    const states = await this.alerts.states(visibleDefinitions(caller));
    return { alerts: states.map(toAlertView) };
  }

  @Get('routes')
  @Needs('admin')
  @DocumentedCall({
    id: 'listAlertRoutes',
    summary: 'Where alerts go',
    description: 'Routes are settings of the installation (`CONDUCTOR_ALERTS`): no call sets one.',
    answers: { 200: AlertRoutesView },
  })
  routes(): AlertRoutesView {
    return { routes: this.tests.routes };
  }

  @Get('deliveries')
  @Needs('admin')
  @DocumentedCall({
    id: 'listAlertDeliveries',
    summary: 'Messages of 30 days, newest first, with what came of them',
    answers: { 200: DeliveryPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async deliveries(@Query() query: PageQuery): Promise<DeliveryPage> {
    const list = this.cursors.open('alert-deliveries', query, TIME_POSITION);
    const page = { limit: list.limit, before: positionOf(list) };
    return list.of(await this.alerts.deliveries(page), {
      toItem: toDeliveryView,
      toParts: ({ position }) => [position.at, position.id],
    });
  }

  @Post('routes/:name/test')
  @Needs('admin')
  @Act('test-alert')
  @HttpCode(HttpStatus.OK)
  @ApiParam({ name: 'name', description: 'Of a route.', schema: { type: 'string' } })
  @DocumentedCall({
    id: 'testAlertRoute',
    summary: 'Send a test message on a route now, once',
    answers: { 200: AlertTestView },
    problems: [
      'VALIDATION_FAILED',
      'ALERT_ROUTE_NOT_FOUND',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
    ],
  })
  test(
    @Param('name') name: string,
    @Body() { reason }: ReasonDto,
    @FromCaller() caller: Caller,
  ): Promise<AlertTestView> {
    return this.tests.run(name, reason, caller);
  }
}
