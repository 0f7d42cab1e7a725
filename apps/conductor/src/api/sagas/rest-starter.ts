import type { InputFault } from '#definition';
import type { SagaState } from '#engine';
import { fingerprintOfStart, type StartRequest } from '#runtime';
import type { SagaQueries } from '#queries';
import type { EngineHost } from '../../workers/engine-host.js';
import { readCommitted } from '../edge/after-commit.js';
import { ApiError, requestFault } from '../edge/api-error.js';
import type { RestingSagas } from './resting-sagas.js';
import type { SagaView } from './saga-view.js';
import type { StartSagaDto } from './saga.dto.js';

export interface Started {
  readonly state: SagaState;
  /** false: the same request had already started it. */
  readonly isNew: boolean;
}

/** Counted this often: sagas end within minutes, and the count takes a while. */
const LATER_SECONDS = 10;

/** Starts sagas for REST requests. */
export class RestStarter {
  constructor(
    private readonly engine: EngineHost,
    /** Like those of `resting`: connections that readers cannot exhaust. */
    private readonly sagas: SagaQueries,
    private readonly resting: RestingSagas,
  ) {}

  /** Resolves after the commit. @throws ApiError, StoreUnavailableError */
  async start(
    request: StartSagaDto,
    { idempotencyKey, trace }: Pick<StartRequest, 'idempotencyKey' | 'trace'>,
  ): Promise<Started> {
    const { definition, version = null, key = null, input } = request;
    const start = { definition, version, key, input };
    const fingerprint = idempotencyKey === null ? null : fingerprintOfStart(start);
    const outcome = await this.engine.start({
      ...start,
      idempotencyKey,
      fingerprint,
      trace: trace ?? null,
    });
    switch (outcome.type) {
      case 'created':
        return { state: outcome.state, isNew: true };
      case 'existing':
        return { state: await readCommitted(() => this.read(outcome.sagaId)), isNew: false };
      case 'key-reused':
        throw new ApiError('IDEMPOTENCY_KEY_REUSED', 'Use a new key for a new request.');
      case 'definition-unknown':
        throw definitionNotFound(start);
      case 'definition-retired':
        throw definitionRetired(start.definition, outcome.version);
      case 'input-invalid':
        throw inputInvalid(outcome.faults);
      case 'over-limit':
        throw new ApiError(outcome.code, outcome.detail, {}, undefined, LATER_SECONDS);
      default:
        return outcome satisfies never;
    }
  }

  /** The saga as it began, at once. */
  showStarted(state: SagaState): Promise<SagaView> {
    return this.resting.showStarted(state);
  }

  /** The saga once it is at rest or the time is up. Never fails: the saga is started by then. */
  showAtRest(state: SagaState, waitMs: number, seen: readonly string[] | null): Promise<SagaView> {
    return this.resting.showCommitted(state, waitMs, seen);
  }

  private async read(sagaId: string): Promise<SagaState> {
    const state = await this.sagas.find(sagaId);
    if (state === null) throw new Error(`saga ${sagaId} was started and is not there`);
    return state;
  }
}

/** Other versions of the definition may still accept starts. */
function definitionRetired(definition: string, version: number): ApiError {
  return new ApiError('DEFINITION_RETIRED', `${definition}@${version} takes no new sagas.`);
}

function definitionNotFound({ definition, version }: Pick<StartRequest, 'definition' | 'version'>) {
  const which = version === null ? definition : `${definition}@${version}`;
  return new ApiError('DEFINITION_NOT_FOUND', `There is no definition ${which}.`);
}

function inputInvalid(faults: readonly InputFault[]): ApiError {
  const errors = faults.map(({ path, message }) => ({
    ...{ path: `/input${path}`, rule: 'inputSchema', message },
  }));
  return requestFault('INPUT_INVALID', errors);
}
