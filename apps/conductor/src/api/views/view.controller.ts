import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiParam, ApiTags } from '@nestjs/swagger';
import { filterTextIn, formatFilter, parseFilter } from '#filters';
import { Views } from '#persistence';
import { Act } from '../edge/access/acts.js';
import { ROLES } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { ApiError } from '../edge/api-error.js';
import { Cursors } from '../edge/cursor.js';
import { PageQuery } from '../edge/page-query.js';
import type { ProblemCode } from '../edge/problems.js';
import { FromCaller, readId, UUID, type Caller } from '../edge/request-parts.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { uuid } from '../openapi/schema-parts.js';
import { filterFault } from '../finding/saga-filter.dto.js';
import {
  DefaultViewDto,
  DefaultViewView,
  SavedViewPage,
  SavedViewView,
  ViewDto,
} from './view.dto.js';

const NAME = /^\P{Cc}{1,64}$/u;

const BODY_PROBLEMS = [
  'VALIDATION_FAILED',
  'BODY_TOO_LARGE',
  'CONTENT_TYPE_UNSUPPORTED',
] as const satisfies ProblemCode[];

const ViewIdParam = () => ApiParam({ name: 'id', description: 'The id of a view.', schema: uuid });

/** Filters of the list of sagas that people keep: each caller its own, and some for all. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/views')
export class ViewController {
  constructor(
    private readonly views: Views.SavedViewStore,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listViews',
    summary: 'Your saved views, and those that are shared, in order of name',
    answers: { 200: SavedViewPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: PageQuery, @FromCaller() caller: Caller): Promise<SavedViewPage> {
    const list = this.cursors.open('views', query, [NAME, UUID]);
    const [name, id] = list.parts ?? [];
    const after = name === undefined || id === undefined ? null : ([name, id] as const);
    const rows = await this.views.list({ by: callerOf(caller), after, limit: list.limit + 1 });
    return list.ofRows(rows, {
      toItem: (view) => toView(view, callerOf(caller)),
      toParts: (view) => [view.name, view.id],
    });
  }

  @Post()
  @Needs('operator', 'filtered')
  @Act('save-view')
  @DocumentedCall({
    id: 'saveView',
    summary: 'Save a filter under a name',
    answers: { 201: SavedViewView, 200: SavedViewView },
    problems: [...BODY_PROBLEMS, 'VIEW_NAME_TAKEN', 'TOO_MANY_VIEWS'],
  })
  async create(@Body() body: ViewDto, @FromCaller() caller: Caller): Promise<SavedViewView> {
    const by = callerOf(caller);
    return toView(changed(await this.views.create(contentOf(body), by)), by);
  }

  @Put('defaults/:role')
  @Needs('admin')
  @Act('default-view')
  @ApiParam({ name: 'role', schema: { type: 'string', enum: [...ROLES] } })
  @DocumentedCall({
    id: 'setDefaultView',
    summary: 'Say which shared view callers of a role see first',
    answers: { 200: DefaultViewView },
    problems: [...BODY_PROBLEMS, 'VIEW_NOT_FOUND'],
  })
  async setDefault(
    @Param('role') role: string,
    @Body() { viewId, reason }: DefaultViewDto,
    @FromCaller() caller: Caller,
  ): Promise<DefaultViewView> {
    const known: readonly string[] = ROLES;
    if (!known.includes(role)) throw wrong('/role', `role must be one of ${ROLES.join(', ')}`);
    const by = callerOf(caller);
    if (viewId === null) await this.views.clearDefault({ role, reason }, by);
    else changed(await this.views.setDefault({ role, id: viewId.toLowerCase(), reason }, by));
    return { role, viewId: viewId?.toLowerCase() ?? null };
  }

  @Put(':id')
  @Needs('operator', 'filtered')
  @Act('replace-view')
  @ViewIdParam()
  @DocumentedCall({
    id: 'replaceView',
    summary: 'Give a saved view another name or filter, share it or not',
    answers: { 200: SavedViewView },
    problems: [...BODY_PROBLEMS, 'VIEW_NOT_FOUND', 'VIEW_NOT_YOURS', 'VIEW_NAME_TAKEN'],
  })
  async replace(
    @Param('id') id: string,
    @Body() body: ViewDto,
    @FromCaller() caller: Caller,
  ): Promise<SavedViewView> {
    const by = callerOf(caller);
    const viewId = readId(id, 'VIEW_NOT_FOUND');
    return toView(changed(await this.views.replace(viewId, contentOf(body), by)), by);
  }

  @Delete(':id')
  @Needs('operator', 'filtered')
  @Act('delete-view')
  @ViewIdParam()
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'deleteView',
    summary: 'Delete a saved view, which is answered as it was',
    answers: { 200: SavedViewView },
    problems: ['VIEW_NOT_FOUND', 'VIEW_NOT_YOURS'],
  })
  async remove(@Param('id') id: string, @FromCaller() caller: Caller): Promise<SavedViewView> {
    const by = callerOf(caller);
    return toView(changed(await this.views.remove(readId(id, 'VIEW_NOT_FOUND'), by)), by);
  }
}

function callerOf({ role, definitions, ...caller }: Caller): Views.ViewCaller {
  const { actor, via, credential, idempotencyKey, fingerprint } = caller;
  const by = { actor, via, credential, idempotencyKey, fingerprint };
  return { ...by, isAdmin: role === 'admin', seesShared: definitions === 'all' };
}

/** @throws ApiError VALIDATION_FAILED */
function contentOf({ name, filter: text, isShared = false }: ViewDto): Views.ViewContent {
  const { filter, faults } = parseFilter(filterTextIn(text));
  if (filter === null) throw filterFault(faults, '/filter');
  return { name, filter: formatFilter(filter), isShared };
}

/** @throws ApiError when it was not done */
function changed(change: Views.ViewChange): Views.SavedView {
  switch (change.type) {
    case 'done':
      return change.view;
    case 'not-found':
      throw new ApiError('VIEW_NOT_FOUND', 'There is no such view, or it is somebody else’s.');
    case 'not-yours':
      throw new ApiError('VIEW_NOT_YOURS', 'Only its owner or an admin may change it.');
    case 'name-taken':
      throw new ApiError('VIEW_NAME_TAKEN', 'Its owner has another view of this name.');
    case 'not-shared':
      throw wrong('/viewId', 'viewId must be of a view that is shared');
    case 'too-many': {
      const detail = `A caller has at most ${Views.VIEWS_OF_CALLER_MAX} views; delete one first.`;
      throw new ApiError('TOO_MANY_VIEWS', detail);
    }
    default:
      throw new Error(`unknown: ${change satisfies never}`);
  }
}

function wrong(path: string, message: string): ApiError {
  const errors = [{ path, rule: 'isIn', message }];
  return new ApiError('VALIDATION_FAILED', message, { errors });
}

function toView(view: Views.SavedView, by: Views.ViewCaller): SavedViewView {
  const { id, name, filter, isShared, defaultFor, owner, createdAt, updatedAt } = view;
  return {
    id,
    name,
    filter,
    isShared,
    defaultFor,
    owner,
    mayChange: owner === by.actor || by.isAdmin,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
