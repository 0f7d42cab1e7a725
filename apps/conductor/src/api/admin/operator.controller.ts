import {
  applyDecorators,
  Body,
  Controller,
  HttpCode,
  HttpStatus,
  Param,
  Post,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { OperatorAction } from '#engine';
import { Act } from '../edge/access/acts.js';
import { Needs } from '../edge/access/needs.js';
import { type Caller, FromCaller, readId } from '../edge/request-parts.js';
import { DocumentedCall, SagaIdParam } from '../openapi/documented-call.js';
import type { ProblemCode } from '../edge/problems.js';
import { SagaView } from '../sagas/saga-view.js';
import { codesOf, SAGA_VERBS } from '../verbs/saga-verbs.js';
import { OperatorCalls, type Operation } from './operator-calls.js';
import { ActionDto, CompensateDto, RetryDto, SettleDto, SkipDto } from './operator.dto.js';

const ACTION_PROBLEMS: readonly ProblemCode[] = [
  'VALIDATION_FAILED',
  'SAGA_NOT_FOUND',
  'PREVIEW_OUTDATED',
  'BODY_TOO_LARGE',
  'CONTENT_TYPE_UNSUPPORTED',
];

/** A call that acts on one saga and answers with it. What refuses it is in the table of verbs. */
function OperatorCall(
  verb: OperatorAction['name'],
  call: { readonly id: string; readonly summary: string },
): MethodDecorator {
  const problems = [...ACTION_PROBLEMS, ...codesOf(verb)];
  return applyDecorators(
    Post(verb),
    Needs(SAGA_VERBS[verb].needs, 'saga'),
    Act(verb, 'now'),
    HttpCode(HttpStatus.OK),
    DocumentedCall({ ...call, answers: { 200: SagaView }, problems }),
  );
}

/** Operators' actions on one saga. Each is one transition and one row in the audit log. */
@ApiTags('Operators')
@ApiBearerAuth()
@SagaIdParam()
@Controller('v1/admin/sagas/:id')
export class OperatorController {
  constructor(private readonly calls: OperatorCalls) {}

  @OperatorCall('retry', {
    id: 'retrySaga',
    summary: 'Fresh attempts and timers for what is stuck',
  })
  retry(
    @Param('id') id: string,
    @Body() body: RetryDto,
    @FromCaller() caller: Caller,
  ): Promise<SagaView> {
    const { step, input } = body;
    const action: OperatorAction = {
      name: 'retry',
      ...(step === undefined ? {} : { step }),
      ...(input === undefined ? {} : { input }),
    };
    return this.operate(id, { action, body, ...caller });
  }

  @OperatorCall('skip', {
    id: 'skipStep',
    summary: 'Go on as if a step had succeeded with an output',
  })
  skip(
    @Param('id') id: string,
    @Body() body: SkipDto,
    @FromCaller() caller: Caller,
  ): Promise<SagaView> {
    const { step, output } = body;
    const action: OperatorAction = {
      name: 'skip',
      step,
      ...(output === undefined ? {} : { output }),
    };
    return this.operate(id, { action, body, ...caller });
  }

  @OperatorCall('compensate', {
    id: 'compensateSaga',
    summary: 'Backward now: all the way, or to just before a step',
  })
  compensate(
    @Param('id') id: string,
    @Body() body: CompensateDto,
    @FromCaller() caller: Caller,
  ): Promise<SagaView> {
    const { toStep } = body;
    const action: OperatorAction = {
      name: 'compensate',
      ...(toStep === undefined ? {} : { toStep }),
    };
    return this.operate(id, { action, body, ...caller });
  }

  @OperatorCall('cancel', {
    id: 'cancelSaga',
    summary: 'Ask for backward recovery; refused after the pivot',
  })
  cancel(
    @Param('id') id: string,
    @Body() body: ActionDto,
    @FromCaller() caller: Caller,
  ): Promise<SagaView> {
    return this.operate(id, { action: { name: 'cancel' }, body, ...caller });
  }

  @OperatorCall('settle', {
    id: 'settleStep',
    summary: 'A person settled a step by hand, outside of the saga',
  })
  settle(
    @Param('id') id: string,
    @Body() body: SettleDto,
    @FromCaller() caller: Caller,
  ): Promise<SagaView> {
    const { step, result } = body;
    const action: OperatorAction = { name: 'settle', step, result };
    return this.operate(id, { action, body, ...caller });
  }

  @OperatorCall('pause', {
    id: 'pauseSaga',
    summary: 'Send nothing new and let no time pass, until it is resumed; replies are taken',
  })
  pause(
    @Param('id') id: string,
    @Body() body: ActionDto,
    @FromCaller() caller: Caller,
  ): Promise<SagaView> {
    return this.operate(id, { action: { name: 'pause' }, body, ...caller });
  }

  @OperatorCall('resume', {
    id: 'resumeSaga',
    summary: 'Go on, with the time that each clock had left when the saga was paused',
  })
  resume(
    @Param('id') id: string,
    @Body() body: ActionDto,
    @FromCaller() caller: Caller,
  ): Promise<SagaView> {
    return this.operate(id, { action: { name: 'resume' }, body, ...caller });
  }

  @OperatorCall('abandon', { id: 'abandonSaga', summary: 'End without undoing' })
  abandon(
    @Param('id') id: string,
    @Body() body: ActionDto,
    @FromCaller() caller: Caller,
  ): Promise<SagaView> {
    return this.operate(id, { action: { name: 'abandon' }, body, ...caller });
  }

  private operate(idText: string, operation: Operation): Promise<SagaView> {
    return this.calls.operate(readId(idText, 'SAGA_NOT_FOUND'), operation);
  }
}
