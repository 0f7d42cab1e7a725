import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { OperatorAction } from '#engine';
import { Actor, IdempotencyKey, readId } from '../edge/request-parts.js';
import { DocumentedCall, IdempotencyKeyHeader, SagaIdParam } from '../openapi/documented-call.js';
import type { ProblemCode } from '../edge/problems.js';
import { SagaView } from '../sagas/saga-view.js';
import { OperatorCalls, type Operation } from './operator-calls.js';
import { ActionDto, CompensateDto, RetryDto, SettleDto, SkipDto } from './operator.dto.js';

const ACTION_PROBLEMS: readonly ProblemCode[] = [
  'VALIDATION_FAILED',
  'SAGA_NOT_FOUND',
  'SAGA_ENDED',
  'VERSION_CONFLICT',
  'IDEMPOTENCY_KEY_REUSED',
  'BODY_TOO_LARGE',
  'CONTENT_TYPE_UNSUPPORTED',
];

/** Operators' actions on one saga. Each is one transition and one row in the audit log. */
@ApiTags('Operators')
@ApiBearerAuth()
@SagaIdParam()
@Controller('v1/admin/sagas/:id')
export class OperatorController {
  constructor(private readonly calls: OperatorCalls) {}

  @Post('retry')
  @HttpCode(HttpStatus.OK)
  @IdempotencyKeyHeader()
  @DocumentedCall({
    id: 'retrySaga',
    summary: 'Fresh attempts and timers for what is stuck',
    answers: { 200: SagaView },
    problems: [
      ...ACTION_PROBLEMS,
      'SAGA_NOT_STUCK',
      'STEP_NOT_STUCK',
      'STEP_STATE_CONFLICT',
      'INPUT_NOT_EDITABLE',
      'SAGA_FULL',
    ],
  })
  retry(
    @Param('id') id: string,
    @Body() body: RetryDto,
    @Actor() actor: string,
    @IdempotencyKey() idempotencyKey: string | null,
  ): Promise<SagaView> {
    const { step, input } = body;
    const action: OperatorAction = {
      name: 'retry',
      ...(step === undefined ? {} : { step }),
      ...(input === undefined ? {} : { input }),
    };
    return this.operate(id, { action, body, actor, idempotencyKey });
  }

  @Post('skip')
  @HttpCode(HttpStatus.OK)
  @IdempotencyKeyHeader()
  @DocumentedCall({
    id: 'skipStep',
    summary: 'Go on as if a step had succeeded with an output',
    answers: { 200: SagaView },
    problems: [
      ...ACTION_PROBLEMS,
      'STEP_UNKNOWN',
      'STEP_STATE_CONFLICT',
      'SIGNAL_PAYLOAD_INVALID',
      'SAGA_FULL',
    ],
  })
  skip(
    @Param('id') id: string,
    @Body() body: SkipDto,
    @Actor() actor: string,
    @IdempotencyKey() idempotencyKey: string | null,
  ): Promise<SagaView> {
    const { step, output } = body;
    const action: OperatorAction = {
      name: 'skip',
      step,
      ...(output === undefined ? {} : { output }),
    };
    return this.operate(id, { action, body, actor, idempotencyKey });
  }

  @Post('compensate')
  @HttpCode(HttpStatus.OK)
  @IdempotencyKeyHeader()
  @DocumentedCall({
    id: 'compensateSaga',
    summary: 'Backward now: all the way, or to just before a step',
    answers: { 200: SagaView },
    problems: [...ACTION_PROBLEMS, 'PIVOT_PASSED', 'ALREADY_COMPENSATING', 'STEP_UNKNOWN'],
  })
  compensate(
    @Param('id') id: string,
    @Body() body: CompensateDto,
    @Actor() actor: string,
    @IdempotencyKey() idempotencyKey: string | null,
  ): Promise<SagaView> {
    const { toStep } = body;
    const action: OperatorAction = {
      name: 'compensate',
      ...(toStep === undefined ? {} : { toStep }),
    };
    return this.operate(id, { action, body, actor, idempotencyKey });
  }

  @Post('cancel')
  @HttpCode(HttpStatus.OK)
  @IdempotencyKeyHeader()
  @DocumentedCall({
    id: 'cancelSaga',
    summary: 'Ask for backward recovery; refused after the pivot',
    answers: { 200: SagaView },
    problems: [...ACTION_PROBLEMS, 'PIVOT_PASSED', 'ALREADY_COMPENSATING'],
  })
  cancel(
    @Param('id') id: string,
    @Body() body: ActionDto,
    @Actor() actor: string,
    @IdempotencyKey() idempotencyKey: string | null,
  ): Promise<SagaView> {
    return this.operate(id, { action: { name: 'cancel' }, body, actor, idempotencyKey });
  }

  @Post('settle')
  @HttpCode(HttpStatus.OK)
  @IdempotencyKeyHeader()
  @DocumentedCall({
    id: 'settleStep',
    summary: 'A person settled a step by hand, outside of the saga',
    answers: { 200: SagaView },
    problems: [...ACTION_PROBLEMS, 'STEP_UNKNOWN', 'STEP_STATE_CONFLICT'],
  })
  settle(
    @Param('id') id: string,
    @Body() body: SettleDto,
    @Actor() actor: string,
    @IdempotencyKey() idempotencyKey: string | null,
  ): Promise<SagaView> {
    const { step, result } = body;
    const action: OperatorAction = { name: 'settle', step, result };
    return this.operate(id, { action, body, actor, idempotencyKey });
  }

  @Post('abandon')
  @HttpCode(HttpStatus.OK)
  @IdempotencyKeyHeader()
  @DocumentedCall({
    id: 'abandonSaga',
    summary: 'End without undoing',
    answers: { 200: SagaView },
    problems: ACTION_PROBLEMS,
  })
  abandon(
    @Param('id') id: string,
    @Body() body: ActionDto,
    @Actor() actor: string,
    @IdempotencyKey() idempotencyKey: string | null,
  ): Promise<SagaView> {
    return this.operate(id, { action: { name: 'abandon' }, body, actor, idempotencyKey });
  }

  private operate(idText: string, operation: Operation): Promise<SagaView> {
    return this.calls.operate(readId(idText, 'SAGA_NOT_FOUND'), operation);
  }
}
