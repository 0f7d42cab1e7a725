import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiParam, ApiTags } from '@nestjs/swagger';
import { Act } from '../edge/access/acts.js';
import { visibleDefinitions } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { Cursors, INSTANT_PATTERN } from '../edge/cursor.js';
import { type Caller, FromCaller, readId, UUID } from '../edge/request-parts.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { uuid } from '../openapi/schema-parts.js';
import { PauseCalls } from './pause-calls.js';
import { PauseDto, PauseListQuery } from './pause.dto.js';
import { PausePage, PauseView, toListedView, toPauseView } from './pause-views.js';
import { ReasonDto } from '../edge/text-length.js';

/** Pauses of more than one saga. One saga is paused by an action on it. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin/pauses')
export class PauseController {
  constructor(
    private readonly calls: PauseCalls,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Needs('operator', 'filtered')
  @Act('pause')
  @DocumentedCall({
    id: 'pauseScope',
    summary: 'Pause a definition, a step of one, a participant, or a group of failures',
    description:
      'Nothing new is sent of what it covers, and the clocks of that stand still; replies are ' +
      'taken. All replicas know it within a second. Repeated with its key: 200.',
    answers: { 201: PauseView, 200: PauseView },
    problems: [
      'VALIDATION_FAILED',
      'FAILURE_GROUP_NOT_FOUND',
      'SCOPE_PAUSED',
      'TOO_MANY_PAUSES',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
    ],
  })
  async pause(@Body() body: PauseDto, @FromCaller() caller: Caller): Promise<PauseView> {
    return toPauseView(await this.calls.pause(body, caller));
  }

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listPauses',
    summary: 'List pauses of more than one saga, newest first',
    answers: { 200: PausePage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: PauseListQuery, @FromCaller() caller: Caller): Promise<PausePage> {
    const list = this.cursors.open('pauses', query, [INSTANT_PATTERN, UUID]);
    const [position = '', id = ''] = list.parts ?? [];
    const rows = await this.calls.list({
      isActive: query.active === 'true',
      after: list.parts === null ? null : { position, id },
      limit: list.limit + 1,
      seen: visibleDefinitions(caller),
    });
    return list.ofRows(rows, {
      toItem: toListedView,
      toParts: (last) => [last.position, last.id],
    });
  }

  @Post(':id/resume')
  @Needs('operator', 'filtered')
  @Act('resume')
  @HttpCode(HttpStatus.OK)
  @ApiParam({ name: 'id', description: 'The id of a pause.', schema: uuid })
  @DocumentedCall({
    id: 'resumeScope',
    summary: 'End a pause: what it held goes on, with the time that it had left',
    description: 'Sagas that it held are woken in portions, 2,000 a second at most.',
    answers: { 200: PauseView },
    problems: [
      'VALIDATION_FAILED',
      'PAUSE_NOT_FOUND',
      'PAUSE_OVER',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
    ],
  })
  async resume(
    @Param('id') id: string,
    @Body() body: ReasonDto,
    @FromCaller() caller: Caller,
  ): Promise<PauseView> {
    return toPauseView(await this.calls.resume(readId(id, 'PAUSE_NOT_FOUND'), body, caller));
  }
}
