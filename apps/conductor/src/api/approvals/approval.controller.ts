import {
  applyDecorators,
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import { ApiBearerAuth, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { operatorStores } from '#persistence';
import { visibleDefinitions } from '../edge/access/identity.js';
import { Needs } from '../edge/access/needs.js';
import { AnswersWithin } from '../edge/answer-bound.js';
import { Cursors } from '../edge/cursor.js';
import { PROBLEMS, type ProblemCode } from '../edge/problems.js';
import { type Caller, FromCaller, readId } from '../edge/request-parts.js';
import { ReasonDto } from '../edge/text-length.js';
import { positionOf, TIME_POSITION } from '../edge/time-position.js';
import { DocumentedCall } from '../openapi/documented-call.js';
import { uuid } from '../openapi/schema-parts.js';
import { ApprovalCalls } from './approval-calls.js';
import { ApprovalsNow } from './approvals-now.js';
import {
  ApprovalListQuery,
  ApprovalNowView,
  ApprovalPage,
  ApprovalView,
  ConfirmedApprovalView,
  toApprovalView,
} from './approval-views.js';

/** Longer than any call that can be confirmed may take. */
const CONFIRM_ANSWER_MAX_MS = 70_000;

const DECISION_PROBLEMS: readonly ProblemCode[] = [
  ...(['VALIDATION_FAILED', 'APPROVAL_NOT_FOUND', 'APPROVAL_OVER', 'APPROVAL_BUSY'] as const),
  ...(['BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED'] as const),
];
/** What the call itself may be refused with: any of its problems. */
const CALL_PROBLEMS = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) =>
  [400, 403, 404, 409, 413, 422, 429].includes(PROBLEMS[code][0]),
);

/** Names the approval in the address, and answers 200. */
function Deciding(verb: string): MethodDecorator {
  return applyDecorators(
    Post(`:id/${verb}`),
    HttpCode(HttpStatus.OK),
    Needs('operator', 'filtered'),
    ApprovalIdParam(),
  );
}

function ApprovalIdParam(): MethodDecorator {
  return ApiParam({ name: 'id', description: 'The id of an approval.', schema: uuid });
}

/** Acts that wait for a second person. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin/approvals')
export class ApprovalController {
  constructor(
    private readonly calls: ApprovalCalls,
    private readonly store: operatorStores.ApprovalStore,
    private readonly now: ApprovalsNow,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Needs('viewer', 'filtered')
  @DocumentedCall({
    id: 'listApprovals',
    summary: 'List acts that wait for a second person, or did, newest first',
    description:
      'A caller with some definitions sees those that concern one of these alone, and its own.',
    answers: { 200: ApprovalPage },
    problems: ['VALIDATION_FAILED', 'CURSOR_INVALID'],
  })
  async list(
    @Query() query: ApprovalListQuery,
    @FromCaller() caller: Caller,
  ): Promise<ApprovalPage> {
    const list = this.cursors.open('approvals', query, TIME_POSITION);
    const rows = await this.store.list({
      state: query.state ?? null,
      definitions: visibleDefinitions(caller),
      actor: caller.actor,
      before: positionOf(list),
      limit: list.limit + 1,
    });
    return list.ofRows(rows, {
      toItem: toApprovalView,
      toParts: ({ positionAt, id }) => [positionAt, id],
    });
  }

  @Get(':id')
  @Needs('viewer', 'filtered')
  @ApprovalIdParam()
  @DocumentedCall({
    id: 'getApproval',
    summary: 'Show an act that waits for a second person, and what it would do now',
    answers: { 200: ApprovalNowView },
    problems: ['APPROVAL_NOT_FOUND'],
  })
  async show(@Param('id') id: string, @FromCaller() caller: Caller): Promise<ApprovalNowView> {
    const approval = await this.calls.find(readId(id, 'APPROVAL_NOT_FOUND'), caller);
    const refusal = this.calls.whyNot(approval, caller);
    const whyNot = refusal && { code: refusal.code, detail: refusal.detail };
    return { ...toApprovalView(approval), ...(await this.now.of(approval)), whyNot };
  }

  @Deciding('confirm')
  @AnswersWithin(CONFIRM_ANSWER_MAX_MS)
  @DocumentedCall({
    id: 'confirmApproval',
    summary: 'Do what somebody else asked for',
    description:
      'It is done as the one who asked, with the rights that both have, and exactly as it was ' +
      'asked for: when its preview does not hold any more it is refused with the new one. What ' +
      'refuses the act refuses this call with the same problem, and the approval stays open.',
    answers: { 200: ConfirmedApprovalView },
    problems: [...new Set<ProblemCode>([...DECISION_PROBLEMS, ...CALL_PROBLEMS])],
  })
  async confirm(
    @Param('id') id: string,
    @Body() body: ReasonDto,
    @FromCaller() caller: Caller,
    @Req() { headers }: FastifyRequest,
  ): Promise<ConfirmedApprovalView> {
    const approvalId = readId(id, 'APPROVAL_NOT_FOUND');
    const by = { ...caller, ...body };
    const done = await this.calls.confirm(approvalId, by, headers.host ?? 'localhost');
    return { ...toApprovalView(done.approval), answer: done.answer };
  }

  @Deciding('reject')
  @DocumentedCall({
    id: 'rejectApproval',
    summary: 'Say no to what somebody else asked for',
    answers: { 200: ApprovalView },
    problems: [...DECISION_PROBLEMS, 'SECOND_PERSON_NEEDED'],
  })
  async reject(
    @Param('id') id: string,
    @Body() body: ReasonDto,
    @FromCaller() caller: Caller,
  ): Promise<ApprovalView> {
    const by = { ...caller, ...body };
    return toApprovalView(await this.calls.reject(readId(id, 'APPROVAL_NOT_FOUND'), by));
  }

  @Deciding('withdraw')
  @DocumentedCall({
    id: 'withdrawApproval',
    summary: 'Take back what you asked for',
    answers: { 200: ApprovalView },
    problems: [...DECISION_PROBLEMS, 'APPROVAL_NOT_YOURS'],
  })
  async withdraw(
    @Param('id') id: string,
    @Body() body: ReasonDto,
    @FromCaller() caller: Caller,
  ): Promise<ApprovalView> {
    const by = { ...caller, ...body };
    return toApprovalView(await this.calls.withdraw(readId(id, 'APPROVAL_NOT_FOUND'), by));
  }
}
