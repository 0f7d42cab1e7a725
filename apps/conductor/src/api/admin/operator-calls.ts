import type { JsonValue } from '#protocol';
import type { OperatorAction, SagaState } from '#engine';
import type { DefinitionSource } from '#ports';
import type { SagaQueries } from '#queries';
import { fingerprintOf } from '#runtime';
import type { EngineHost } from '../../workers/engine-host.js';
import { readCommitted } from '../edge/after-commit.js';
import { ApiError } from '../edge/api-error.js';
import type { Caller } from '../edge/request-parts.js';
import type { SagaView } from '../sagas/saga-view.js';
import { asksPeople, toSagaView } from '../sagas/to-saga-view.js';
import type { ActionDto } from './operator.dto.js';

export interface Operation extends Caller {
  readonly action: OperatorAction;
  readonly body: ActionDto;
}

/** Carries out the actions of operators. */
export class OperatorCalls {
  constructor(
    private readonly engine: EngineHost,
    /** Uses connections that readers cannot exhaust. */
    private readonly sagas: SagaQueries,
    private readonly definitions: DefinitionSource,
  ) {}

  /** Resolves after the commit, with the saga as the action left it. @throws ApiError */
  async operate(sagaId: string, operation: Operation): Promise<SagaView> {
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
        // an action that was already done is repeated to learn what the saga is now
        return readCommitted(() => this.read(sagaId, result.state ?? null));
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

  /** `known` null: it is read. */
  private async read(sagaId: string, known: SagaState | null): Promise<SagaView> {
    const state = known ?? (await this.sagas.find(sagaId));
    if (state === null) throw notFound(sagaId);
    if (!asksPeople(state)) return toSagaView(state);
    const { name, version } = state.definition;
    return toSagaView(state, await this.definitions.load(name, version));
  }
}

function notFound(sagaId: string): ApiError {
  return new ApiError('SAGA_NOT_FOUND', `There is no saga ${sagaId}.`);
}
