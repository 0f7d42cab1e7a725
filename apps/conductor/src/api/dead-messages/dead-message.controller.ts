import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiParam, ApiTags } from '@nestjs/swagger';
import { OperatorQueries } from '#queries';
import { Act } from '../edge/access/acts.js';
import { visibleDefinitions } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { ApiError } from '../edge/api-error.js';
import { type Caller, FromCaller, readId } from '../edge/request-parts.js';
import type { ProblemCode } from '../edge/problems.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { uuid } from '../openapi/schema-parts.js';
import { DeadMessageView, toDeadMessageView } from './dead-message-view.js';
import { Replays } from './replays.js';
import { ReasonDto } from '../edge/text-length.js';

const PROBLEMS: readonly ProblemCode[] = [
  'VALIDATION_FAILED',
  'DEAD_MESSAGE_NOT_FOUND',
  'DEAD_MESSAGE_RESOLVED',
  'BODY_TOO_LARGE',
  'CONTENT_TYPE_UNSUPPORTED',
];

/** What becomes of messages that were set aside. */
@ApiTags('Operators')
@ApiBearerAuth()
@ApiParam({ name: 'id', description: 'The id of a dead message.', schema: uuid })
@Controller('v1/admin/dead-messages/:id')
export class DeadMessageController {
  constructor(
    private readonly replays: Replays,
    private readonly messages: OperatorQueries,
  ) {}

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'getDeadMessage',
    summary: 'Show a message that nobody could use',
    answers: { 200: DeadMessageView },
    problems: ['DEAD_MESSAGE_NOT_FOUND'],
  })
  show(@Param('id') id: string, @FromCaller() caller: Caller): Promise<DeadMessageView> {
    return this.read(readId(id, 'DEAD_MESSAGE_NOT_FOUND'), caller);
  }

  @Post('replay')
  @Needs('operator', 'filtered')
  @Act('replay-dead-message', 'now')
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'replayDeadMessage',
    summary: 'Take a message again that was set aside, as if it came once more',
    description:
      'Answered when it has had its effect; `ledTo` says which. One that still cannot be used ' +
      'stays as it is. Only what was kept whole can be taken again.',
    answers: { 200: DeadMessageView },
    problems: [...PROBLEMS, 'DEAD_MESSAGE_NOT_REPLAYABLE', 'DEAD_MESSAGE_STILL_UNUSABLE'],
  })
  async replay(
    @Param('id') idText: string,
    @Body() { reason }: ReasonDto,
    @FromCaller() caller: Caller,
  ): Promise<DeadMessageView> {
    const id = readId(idText, 'DEAD_MESSAGE_NOT_FOUND');
    await this.assertSeen(id, caller);
    if (!caller.isRepeated) await this.replays.replay(id, { ...resolverOf(caller), reason });
    return this.read(id, caller);
  }

  @Post('discard')
  @Needs('operator', 'filtered')
  @Act('discard-dead-message', 'now')
  @HttpCode(HttpStatus.OK)
  @DocumentedCall({
    id: 'discardDeadMessage',
    summary: 'Done with: nobody takes this message again',
    answers: { 200: DeadMessageView },
    problems: PROBLEMS,
  })
  async discard(
    @Param('id') idText: string,
    @Body() { reason }: ReasonDto,
    @FromCaller() caller: Caller,
  ): Promise<DeadMessageView> {
    const id = readId(idText, 'DEAD_MESSAGE_NOT_FOUND');
    await this.assertSeen(id, caller);
    if (!caller.isRepeated) await this.replays.discard(id, { ...resolverOf(caller), reason });
    return this.read(id, caller);
  }

  /** Only callers with some definitions cost a query. */
  private async assertSeen(id: string, caller: Caller): Promise<void> {
    if (caller.definitions !== 'all') await this.read(id, caller);
  }

  private async read(id: string, caller: Caller): Promise<DeadMessageView> {
    const message = await this.messages.deadMessage(id, visibleDefinitions(caller));
    if (message !== null) return toDeadMessageView(message);
    throw new ApiError('DEAD_MESSAGE_NOT_FOUND', 'There is none, or it was deleted meanwhile.');
  }
}

function resolverOf({ actor, via, credential, idempotencyKey, fingerprint }: Caller) {
  return { actor, via, credential, idempotencyKey, fingerprint };
}
