import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiTags } from '@nestjs/swagger';
import type { JsonValue } from '#protocol';
import { Needs } from '../edge/access/needs.js';
import { EngineHost } from '../../workers/engine-host.js';
import { ApiError } from '../edge/api-error.js';
import { IdempotencyKey, readId } from '../edge/request-parts.js';
import { DocumentedCall, IdempotencyKeyHeader, SagaIdParam } from '../openapi/documented-call.js';
import { referenceTo } from '../openapi/tagged-union.js';
import { SignalView } from './saga-view.js';

@ApiTags('Sagas')
@ApiBearerAuth()
@SagaIdParam()
@Controller('v1/sagas/:id/signals')
export class SignalController {
  constructor(private readonly engine: EngineHost) {}

  @Post(':name')
  @Needs('operator', 'saga')
  @HttpCode(HttpStatus.ACCEPTED)
  @IdempotencyKeyHeader()
  @ApiBody({ required: false, description: 'The payload, any JSON.', schema: referenceTo('Json') })
  @DocumentedCall({
    id: 'signalSaga',
    summary: 'Give a saga a signal that a step waits for, or will wait for',
    description: 'Answered after the commit. The body is the payload, and the output of the step.',
    answers: { 202: SignalView },
    problems: [
      'SAGA_NOT_FOUND',
      'SAGA_ENDED',
      'SIGNAL_NOT_EXPECTED',
      'SIGNAL_PAYLOAD_INVALID',
      'TOO_MANY_SIGNALS',
      'SAGA_FULL',
      'SIGNAL_ID_REUSED',
      'BODY_TOO_LARGE',
      'CONTENT_TYPE_UNSUPPORTED',
    ],
  })
  async signal(
    @Param('id') idText: string,
    @Param('name') name: string,
    @Body() body: unknown,
    @IdempotencyKey() idempotencyKey: string | null,
  ): Promise<SignalView> {
    const sagaId = readId(idText, 'SAGA_NOT_FOUND');
    const payload = (body ?? null) as JsonValue;
    const result = await this.engine.signal({ sagaId, name, payload, idempotencyKey });
    switch (result.type) {
      case 'accepted':
        return { sagaId, name };
      case 'rejected': {
        const { code, detail, faults, status, version } = result;
        const current = { status, version };
        if (faults.length === 0) throw new ApiError(code, detail, { current });
        const errors = faults.map((fault) => ({ ...fault, rule: 'payloadSchema' }));
        throw new ApiError(code, detail, { errors, current });
      }
      case 'not-found':
        throw new ApiError('SAGA_NOT_FOUND', `There is no saga ${sagaId}.`);
    }
  }
}
