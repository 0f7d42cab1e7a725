import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { BulkQueries, type BulkRecord } from '#queries';
import { Act } from '../edge/access/acts.js';
import { visibleDefinitions } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { ApiError } from '../edge/api-error.js';
import { Cursors } from '../edge/cursor.js';
import { PageQuery } from '../edge/page-query.js';
import { type Caller, FromCaller, readId } from '../edge/request-parts.js';
import { positionOf, TIME_POSITION } from '../edge/time-position.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { uuid } from '../openapi/schema-parts.js';
import { BulkCalls, type BulkVerb } from './bulk-calls.js';
import { BulkJoinedView, BulkPage, BulkResultPage, BulkView, MadeBulkView } from './bulk-view.js';
import { toBulkView, toResultView } from './bulk-view.js';
import { BulkResultQuery, MakeBulkDto } from './bulk.dto.js';
import { ReasonDto } from '../edge/text-length.js';

const PLACE = /^[1-9]\d{0,9}$/;

function BulkIdParam(): MethodDecorator {
  return ApiParam({ name: 'id', description: 'The id of a bulk.', schema: uuid });
}

const VERB_PROBLEMS = [
  ...(['VALIDATION_FAILED', 'BULK_NOT_FOUND', 'BULK_STATE_CONFLICT'] as const),
  ...(['BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED'] as const),
];

/** One action on many sagas. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin/bulk')
export class BulkController {
  constructor(
    private readonly calls: BulkCalls,
    private readonly bulks: BulkQueries,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Needs('operator', 'filtered')
  @Act('start-bulk')
  @DocumentedCall({
    id: 'makeBulk',
    summary: 'Do the same with many sagas: a canary first, then in steps or at a rate',
    description:
      'It is about the sagas that the filter lets through now, or whose ids are given, and no ' +
      'others. It stops by itself when too many fail. A dry run counts what would go ' +
      'out, and has the previews of the first ones; it makes nothing.',
    answers: { 201: MadeBulkView, 200: MadeBulkView },
    problems: [
      ...(['VALIDATION_FAILED', 'BULK_WITHOUT_FILTER', 'BULK_FINDS_NOTHING'] as const),
      ...(['BULK_TOO_LARGE', 'TOO_MANY_BULKS', 'PREVIEW_OUTDATED'] as const),
      ...(['LISTS_BUSY', 'READ_TOO_SLOW'] as const),
      ...(['BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED'] as const),
    ],
  })
  async make(
    @Body() body: MakeBulkDto,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MadeBulkView> {
    const { isNew, ...view } = await this.calls.make(body, caller);
    void reply.code(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    if (view.id !== null) void reply.header('location', `/v1/admin/bulk/${view.id}`);
    return view;
  }

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listBulks',
    summary: 'List bulks, newest first',
    answers: { 200: BulkPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: PageQuery, @FromCaller() caller: Caller): Promise<BulkPage> {
    const list = this.cursors.open('bulks', query, TIME_POSITION);
    const rows = await this.bulks.list({
      limit: list.limit + 1,
      before: positionOf(list),
      seen: visibleDefinitions(caller),
    });
    return list.ofRows(rows, {
      toItem: toBulkView,
      toParts: ({ position }) => [position.at, position.id],
    });
  }

  @Get(':id')
  @BulkIdParam()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'getBulk',
    summary: 'How far a bulk is, and what came of it',
    answers: { 200: BulkView },
    problems: ['BULK_NOT_FOUND'],
  })
  async show(@Param('id') id: string, @FromCaller() caller: Caller): Promise<BulkView> {
    return toBulkView(await this.find(id, caller));
  }

  @Get(':id/results')
  @BulkIdParam()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listBulkResults',
    summary: 'What became of each saga of a bulk, in the order of their turns',
    answers: { 200: BulkResultPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID', 'BULK_NOT_FOUND'],
  })
  async results(
    @Param('id') idText: string,
    @Query() query: BulkResultQuery,
    @FromCaller() caller: Caller,
  ): Promise<BulkResultPage> {
    const { id } = await this.find(idText, caller);
    const { state, outcome } = query;
    const list = this.cursors.open(`bulk-results/${id}`, query, [PLACE]);
    const rows = await this.bulks.sagasOf(id, {
      filter: { ...(state && { state }), ...(outcome && { outcome }) },
      afterPlace: Number(list.after ?? 0),
      limit: list.limit + 1,
    });
    return list.ofRows(rows, { toItem: toResultView, toParts: ({ place }) => [String(place)] });
  }

  @Get(':id/joined')
  @BulkIdParam()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'countSagasOutsideBulk',
    summary: 'How many sagas its filter means now that are not in the bulk',
    answers: { 200: BulkJoinedView },
    problems: ['BULK_NOT_FOUND', 'LISTS_BUSY', 'READ_TOO_SLOW'],
  })
  async joined(@Param('id') id: string, @FromCaller() caller: Caller): Promise<BulkJoinedView> {
    return this.calls.joined(await this.find(id, caller), caller);
  }

  @Post(':id/pause')
  @HttpCode(HttpStatus.OK)
  @BulkIdParam()
  @Needs('operator', 'filtered')
  @Act('pause-bulk')
  @DocumentedCall({
    id: 'pauseBulk',
    summary: 'Act on no further saga until it is resumed',
    answers: { 200: BulkView },
    problems: VERB_PROBLEMS,
  })
  pause(
    @Param('id') id: string,
    @Body() body: ReasonDto,
    @FromCaller() caller: Caller,
  ): Promise<BulkView> {
    return this.act(id, 'pause-bulk', { ...caller, ...body });
  }

  @Post(':id/resume')
  @HttpCode(HttpStatus.OK)
  @BulkIdParam()
  @Needs('operator', 'filtered')
  @Act('resume-bulk')
  @DocumentedCall({
    id: 'resumeBulk',
    summary: 'Go on with a bulk that is paused',
    answers: { 200: BulkView },
    problems: VERB_PROBLEMS,
  })
  resume(
    @Param('id') id: string,
    @Body() body: ReasonDto,
    @FromCaller() caller: Caller,
  ): Promise<BulkView> {
    return this.act(id, 'resume-bulk', { ...caller, ...body });
  }

  @Post(':id/stop')
  @HttpCode(HttpStatus.OK)
  @BulkIdParam()
  @Needs('operator', 'filtered')
  @Act('stop-bulk')
  @DocumentedCall({
    id: 'stopBulk',
    summary: 'End a bulk; the sagas that it did not come to are left alone',
    answers: { 200: BulkView },
    problems: VERB_PROBLEMS,
  })
  stop(
    @Param('id') id: string,
    @Body() body: ReasonDto,
    @FromCaller() caller: Caller,
  ): Promise<BulkView> {
    return this.act(id, 'stop-bulk', { ...caller, ...body });
  }

  private async act(idText: string, verb: BulkVerb, by: Caller & ReasonDto): Promise<BulkView> {
    const id = readId(idText, 'BULK_NOT_FOUND');
    if (by.definitions !== 'all') await this.find(id, by);
    await this.calls.act(id, verb, by);
    return this.show(id, by);
  }

  private async find(idText: string, caller: Caller): Promise<BulkRecord> {
    const id = readId(idText, 'BULK_NOT_FOUND');
    const found = await this.bulks.find(id, visibleDefinitions(caller));
    if (found === null) throw new ApiError('BULK_NOT_FOUND', `There is no bulk ${id}.`);
    return found;
  }
}
