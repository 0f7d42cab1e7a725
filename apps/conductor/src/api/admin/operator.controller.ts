import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { JsonValue, OperatorAction } from '#saga-core';
import { fingerprintOf } from '#saga-runtime';
import { SagaQueries } from '#persistence';
import { Engine } from '../../workers/engine.js';
import { ApiError } from '../edge/api-error.js';
import { Actor, IdempotencyKey, readId } from '../edge/request-parts.js';
import { DocumentedCall, IdempotencyKeyHeader } from '../openapi/documented-call.js';
import type { ProblemCode } from '../edge/api-error.js';
import { toSagaView, type SagaView } from '../sagas/saga-view.js';
import { ActionDto, CompensateDto, RetryDto, SettleDto, SkipDto } from './operator.dto.js';

interface Operation {
  readonly action: OperatorAction;
  readonly body: ActionDto;
  readonly actor: string;
  readonly idempotencyKey: string | null;
}

const ACTION_PROBLEMS: readonly ProblemCode[] = [
  'VALIDATION_FAILED',
  'SAGA_NOT_FOUND',
  'SAGA_ENDED',
  'VERSION_CONFLICT',
  'IDEMPOTENCY_KEY_REUSED',
  'BODY_TOO_LARGE',
  'CONTENT_TYPE_UNSUPPORTED',
];

/** Operators' actions on one saga; each is one transition and one row of the audit log. */
@ApiTags('Operators')
@ApiBearerAuth()
@Controller('v1/admin/sagas/:id')
export class OperatorController {
  constructor(
    private readonly engine: Engine,
    private readonly sagas: SagaQueries,
  ) {}

  @Post('retry')
  @HttpCode(HttpStatus.OK)
  @IdempotencyKeyHeader()
  @DocumentedCall({
    summary: 'Fresh attempts and timers for what is stuck',
    answers: { 200: 'Saga' },
    problems: [...ACTION_PROBLEMS, 'SAGA_NOT_STUCK', 'STEP_NOT_STUCK', 'INPUT_NOT_EDITABLE'],
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
    summary: 'Go on as if a step had succeeded with an output',
    answers: { 200: 'Saga' },
    problems: [...ACTION_PROBLEMS, 'STEP_UNKNOWN', 'STEP_STATE_CONFLICT'],
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
    summary: 'Backward now: all the way, or to just before a step',
    answers: { 200: 'Saga' },
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
    summary: 'Ask for backward recovery; refused after the pivot',
    answers: { 200: 'Saga' },
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
    summary: 'A person settled a step by hand, outside of the saga',
    answers: { 200: 'Saga' },
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
    summary: 'End without undoing',
    answers: { 200: 'Saga' },
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

  private async operate(idText: string, operation: Operation): Promise<SagaView> {
    const sagaId = readId(idText, 'SAGA_NOT_FOUND');
    const { action, body, actor, idempotencyKey } = operation;
    const { reason, expectedVersion } = body;
    const result = await this.engine.operate({
      sagaId,
      action,
      actor,
      reason,
      ...(expectedVersion === undefined ? {} : { expectedVersion }),
      idempotencyKey,
      fingerprint: fingerprintOf({ sagaId, name: action.name, ...body } as JsonValue),
    });
    switch (result.type) {
      case 'done':
        return this.read(sagaId);
      case 'rejected': {
        const { code, detail, status, version } = result;
        throw new ApiError(code, detail, { current: { status, version } });
      }
      case 'not-found':
        throw notFound(sagaId);
      case 'key-reused':
        throw new ApiError('IDEMPOTENCY_KEY_REUSED', 'Use a new key for a new action.');
    }
  }

  private async read(sagaId: string): Promise<SagaView> {
    const state = await this.sagas.find(sagaId);
    if (state === null) throw notFound(sagaId);
    return toSagaView(state);
  }
}

function notFound(sagaId: string): ApiError {
  return new ApiError('SAGA_NOT_FOUND', `There is no saga ${sagaId}.`);
}
