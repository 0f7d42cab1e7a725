import type { SagaDefinition, SagaState } from '#saga-core';
import type { DefinitionSource } from '#saga-runtime';
import type { DefinitionResolver, SagaQueries } from '#persistence';
import type { Engine } from '../../workers/engine.js';
import { ApiError } from '../edge/api-error.js';
import { fingerprintOf } from '../edge/request-parts.js';
import type { StartSagaDto } from './saga.dto.js';

export interface Started {
  readonly state: SagaState;
  /** false: it was there already, started by the same request. */
  readonly isNew: boolean;
}

/** Starts sagas: the right version, a checked input, one saga for each idempotency key. */
export class SagaStarter {
  constructor(
    private readonly resolver: DefinitionResolver,
    private readonly definitions: DefinitionSource,
    private readonly engine: Engine,
    private readonly sagas: SagaQueries,
  ) {}

  /** Returns after the commit. @throws ApiError, StoreUnavailableError */
  async start(request: StartSagaDto, idempotencyKey: string | null): Promise<Started> {
    const fingerprint = idempotencyKey === null ? null : fingerprintOfStart(request);
    const definition = await this.definitionFor(request).catch((error: unknown) =>
      this.orExisting(error, idempotencyKey, fingerprint),
    );
    if ('existing' in definition) return { state: definition.existing, isNew: false };
    const { key = null, input } = request;
    const result = await this.engine.start({
      definition,
      key,
      input,
      idempotencyKey,
      fingerprint,
    });
    switch (result.type) {
      case 'created':
        return { state: result.state, isNew: true };
      case 'existing':
        return { state: await this.read(result.sagaId), isNew: false };
      case 'key-reused':
        throw keyReused();
    }
  }

  private async definitionFor(request: StartSagaDto): Promise<SagaDefinition> {
    const { definition: name, version = null } = request;
    const resolution = await this.resolver.resolve(name, version);
    if (resolution.type === 'unknown') throw definitionNotFound(name, version);
    if (resolution.type === 'retired') {
      throw new ApiError('DEFINITION_RETIRED', `${name} takes no new sagas.`);
    }
    const definition = await this.definitions.load(name, resolution.version);
    if (definition === null) throw definitionNotFound(name, version);
    const faults = definition.checkInput(request.input);
    if (faults.length === 0) return definition;
    throw new ApiError('INPUT_INVALID', 'See errors for what does not fit the inputSchema.', {
      errors: faults.map(({ path, message }) => ({
        path: `/input${path}`,
        rule: 'inputSchema',
        message,
      })),
    });
  }

  /**
   * A repeated request is answered as before even if its definition would not take it any more
   * (retired, or a newer version wants another input).
   */
  private async orExisting(
    error: unknown,
    idempotencyKey: string | null,
    fingerprint: string | null,
  ): Promise<{ readonly existing: SagaState }> {
    if (!(error instanceof ApiError) || idempotencyKey === null) throw error;
    const existing = await this.sagas.findByIdempotencyKey(idempotencyKey);
    if (existing === null) throw error;
    if (existing.fingerprint !== fingerprint) throw keyReused();
    return { existing: await this.read(existing.sagaId) };
  }

  private async read(sagaId: string): Promise<SagaState> {
    const state = await this.sagas.find(sagaId);
    if (state === null) throw new Error(`saga ${sagaId} was started and is not there`);
    return state;
  }
}

function fingerprintOfStart({ definition, version, key, input }: StartSagaDto): string {
  return fingerprintOf({ definition, version: version ?? null, key: key ?? null, input });
}

function definitionNotFound(name: string, version: number | null): ApiError {
  const which = version === null ? name : `${name}@${version}`;
  return new ApiError('DEFINITION_NOT_FOUND', `There is no definition ${which}.`);
}

function keyReused(): ApiError {
  return new ApiError('IDEMPOTENCY_KEY_REUSED', 'Use a new key for a new request.');
}
