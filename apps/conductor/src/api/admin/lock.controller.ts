import { Body, Controller, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID } from 'class-validator';
import { Act } from '../edge/access/acts.js';
import { seesDefinition, visibleDefinitions } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { TextLength } from '../edge/text-length.js';
import { LockQueries, OperatorQueries, SagaQueries } from '#queries';
import { LOCK_KEY_CHARS_MAX } from '#definition';
import { ApiError } from '../edge/api-error.js';
import { Cursors } from '../edge/cursor.js';
import { type Caller, FromCaller } from '../edge/request-parts.js';
import { leftOut } from '../masking/left-out.js';
import { MarkedDefinitions } from '../masking/marked-definitions.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { PageQuery } from '../edge/page-query.js';
import { SagaView } from '../sagas/saga-view.js';
import { LockPage } from './lock-view.js';
import { OperatorCalls } from './operator-calls.js';
import { ActionDto } from './operator.dto.js';

const ANY_KEY = new RegExp(`^[^]{1,${LOCK_KEY_CHARS_MAX}}$`);

class LockListQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Only this one, whole.', example: 'order:o-1001' })
  @IsOptional()
  @IsString()
  @TextLength(1, LOCK_KEY_CHARS_MAX)
  key?: string;
}

class ReleaseLockDto extends ActionDto {
  @ApiProperty({ example: 'order:o-1001', minLength: 1, maxLength: LOCK_KEY_CHARS_MAX })
  @IsString()
  @TextLength(1, LOCK_KEY_CHARS_MAX)
  key!: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'Whose lock it is. Name it: without it, whoever holds the lock by then loses it, which ' +
      'may be the next saga already.',
  })
  @IsOptional()
  @IsUUID()
  sagaId?: string;
}

/** Semantic locks: who holds them, who waits, and how to release them. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin/locks')
export class LockController {
  constructor(
    private readonly locks: LockQueries,
    private readonly actions: OperatorQueries,
    private readonly sagas: SagaQueries,
    private readonly calls: OperatorCalls,
    private readonly marked: MarkedDefinitions,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listLocks',
    summary: 'List locks by key, each with its holder and who waits for it',
    answers: { 200: LockPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(@Query() query: LockListQuery, @FromCaller() caller: Caller): Promise<LockPage> {
    const list = this.cursors.open('locks', query, [ANY_KEY]);
    const rows = await this.locks.list({
      key: query.key ?? null,
      afterKey: list.after,
      limit: list.limit + 1,
      seen: visibleDefinitions(caller),
      // a key is of what a definition marks as soon as it marks anything
      without: query.key === undefined ? [] : leftOut(caller, { q: query.key }, this.marked),
    });
    return list.ofRows(rows, { toItem: (record) => record, toParts: ({ key }) => [key] });
  }

  @Post('release')
  @Needs('operator', 'filtered')
  @Act('release-lock', 'now')
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'releaseLock',
    summary: 'Take a lock away from the saga that holds it',
    description: 'The saga goes on without it, and the next one that waits has it.',
    answers: { 200: SagaView },
    problems: [
      'VALIDATION_FAILED',
      'LOCK_NOT_FOUND',
      'LOCK_NOT_HELD',
      'SAGA_ENDED',
      'VERSION_CONFLICT',
      'PREVIEW_OUTDATED',
    ],
  })
  async release(@Body() body: ReleaseLockDto, @FromCaller() caller: Caller): Promise<SagaView> {
    const { key } = body;
    const sagaId = body.sagaId ?? (await this.holderFor(key, caller));
    if (sagaId === null || !(await this.isSeen(sagaId, caller)))
      throw new ApiError('LOCK_NOT_FOUND', `Nobody holds "${key}".`);
    const action = { name: 'release-lock', key } as const;
    return this.calls.operate(sagaId, { action, body, ...caller });
  }

  /** A repeated request acts on the saga it acted on first, whoever holds the lock now. */
  private async holderFor(key: string, caller: Caller): Promise<string | null> {
    const { idempotencyKey } = caller;
    const before = idempotencyKey && (await this.actions.sagaOfAction(idempotencyKey));
    return before ?? this.locks.holderOf(key, visibleDefinitions(caller));
  }

  /** Only callers with some definitions cost a query. */
  private async isSeen(sagaId: string, caller: Caller): Promise<boolean> {
    if (caller.definitions === 'all') return true;
    const definition = await this.sagas.definitionOf(sagaId);
    return definition === null || seesDefinition(caller, definition.name);
  }
}
