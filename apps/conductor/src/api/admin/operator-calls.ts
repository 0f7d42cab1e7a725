import type { OperatorAction, SagaState } from '#engine';
import type { DefinitionSource } from '#ports';
import type { SagaQueries } from '#queries';
import type { OperateResult } from '#runtime';
import type { EngineHost } from '../../workers/engine-host.js';
import { readCommitted } from '../edge/after-commit.js';
import { visibleDefinitions } from '../edge/access/identity.js';
import { ApiError } from '../edge/api-error.js';
import type { Caller } from '../edge/request-parts.js';
import type { SagaView } from '../sagas/saga-view.js';
import { toSagaView } from '../sagas/to-saga-view.js';
import type { WaitingTeller } from '../waiting/waiting-teller.js';
import type { Previews } from '../verbs/previews.js';
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
    private readonly teller: WaitingTeller,
    private readonly previews: Previews,
  ) {}

  /** Resolves after the commit, with the saga as the action left it. @throws ApiError */
  async operate(sagaId: string, operation: Operation): Promise<SagaView> {
    const { action, body, actor, via, credential, approval } = operation;
    const { idempotencyKey, fingerprint } = operation;
    const { reason, expectedVersion, previewHash } = body;
    const result = await this.engine.operate({
      sagaId,
      action,
      actor,
      reason,
      ...(approval === undefined ? {} : { confirmedBy: approval.confirmedBy }),
      origin: { via, credential },
      ...(expectedVersion === undefined ? {} : { expectedVersion }),
      ...(previewHash === undefined ? {} : { previewHash }),
      idempotencyKey,
      fingerprint,
    });
    switch (result.type) {
      case 'done':
        // an action that was already done is repeated to learn what the saga is now
        return readCommitted(() => this.read(sagaId, result.state ?? null, operation));
      case 'rejected': {
        const { code, detail, status, version } = result;
        throw new ApiError(code, detail, { current: { status, version } });
      }
      case 'outdated':
        throw await this.outdated(action, result);
      case 'not-found':
        throw notFound(sagaId);
      case 'key-reused':
        throw new ApiError('IDEMPOTENCY_KEY_REUSED', 'Use a new key for a new action.');
    }
  }

  /** With the preview of what it would do on the state on which it was refused. */
  private async outdated(
    action: OperatorAction,
    { state, status, version }: Extract<OperateResult, { readonly type: 'outdated' }>,
  ): Promise<ApiError> {
    const preview = await this.previews.previewOn(state, action);
    const detail = 'It would not do what its preview said: look at the new one.';
    return new ApiError('PREVIEW_OUTDATED', detail, { current: { status, version }, preview });
  }

  /** `known` null: it is read. */
  private async read(sagaId: string, known: SagaState | null, caller: Caller): Promise<SagaView> {
    const state = known ?? (await this.sagas.find(sagaId));
    if (state === null) throw notFound(sagaId);
    if (state.endedAt !== null) return toSagaView(state);
    const { name, version } = state.definition;
    const definition = await this.definitions.load(name, version);
    const seen = visibleDefinitions(caller);
    const outside = await this.teller.outsideOf(state, definition, seen);
    return toSagaView(state, definition, [], outside);
  }
}

function notFound(sagaId: string): ApiError {
  return new ApiError('SAGA_NOT_FOUND', `There is no saga ${sagaId}.`);
}
