import type { InputFault, SagaDefinition } from '#definition';
import type { TraceContext } from '#engine';
import type {
  DefinitionChanged,
  ResolvedStart,
  StartDetails,
  StartResult,
} from '../requests/pipeline-requests.js';
import type { DefinitionCatalog } from '#ports';
import type { OpenSagaLimit } from './open-saga-limit.js';
import { RememberedDefinitions, type Remembered } from './remembered-definitions.js';

/** A request for a new saga: over REST, by message, by an event, or for a child saga. */
export interface StartRequest extends StartDetails {
  readonly definition: string;
  /** null: the latest one that is not retired. */
  readonly version: number | null;
  /** W3C trace context, no part of the fingerprint; null or left out: there is none. */
  readonly trace?: TraceContext | null;
}

export type StartOutcome =
  | StartResult
  | { readonly type: 'definition-unknown' }
  | { readonly type: 'definition-retired'; readonly version: number }
  | { readonly type: 'input-invalid'; readonly faults: readonly InputFault[] };

/** Sagas by what they were started with. */
export interface StartedSagas {
  /** @throws StoreUnavailableError */
  findByIdempotencyKey(
    key: string,
  ): Promise<{ readonly sagaId: string; readonly fingerprint: string | null } | null>;
}

/**
 * Starts sagas: the right version, a checked input, one saga for each idempotency key.
 *
 * Which version is right is asked of the store for every start, since any replica may post or
 * retire one. What is asked for the first time has a query of its own. What was asked before goes
 * into the pipeline with the answer of that time, which the transaction of the start confirms, and
 * takes the long way only when the answer has changed.
 */
export class SagaStarter {
  private readonly remembered = new RememberedDefinitions();

  constructor(
    private readonly parts: {
      readonly catalog: DefinitionCatalog;
      readonly pipeline: {
        start(request: ResolvedStart): Promise<StartResult | DefinitionChanged>;
        /** false: the look-up of the version says so at once, where a batch would wait. */
        readonly isStoreAvailable?: boolean;
      };
      readonly started: StartedSagas;
      /** Left out: any number may be open. */
      readonly openSagas?: Pick<OpenSagaLimit, 'admit' | 'begin' | 'end'>;
    },
  ) {}

  /**
   * Answers after the commit. A repeated request gets the earlier answer even if its definition
   * would not accept it any more: it was retired, or a newer version requires another input.
   * @throws StoreUnavailableError, and what the pipeline throws
   */
  async start(request: StartRequest): Promise<StartOutcome> {
    // many events may have one key: those after the first use nothing of a budget
    if (request.origin !== undefined && !request.child) {
      const before = await this.startedBefore(request);
      if (before !== null) return before;
    }
    const outcome = await this.startNew(request, this.recall(request));
    switch (outcome.type) {
      case 'definition-unknown':
      case 'definition-retired':
      case 'input-invalid':
      case 'over-limit':
        return (await this.startedBefore(request)) ?? outcome;
      default:
        return outcome;
    }
  }

  private recall({ definition: name, version }: StartRequest): Remembered | null {
    if (this.parts.pipeline.isStoreAvailable === false) return null;
    return this.remembered.find({ name, version });
  }

  private async startedBefore({
    idempotencyKey,
    fingerprint,
  }: StartRequest): Promise<StartOutcome | null> {
    if (idempotencyKey === null) return null;
    const existing = await this.parts.started.findByIdempotencyKey(idempotencyKey);
    if (existing === null) return null;
    const { sagaId } = existing;
    return { type: existing.fingerprint === fingerprint ? 'existing' : 'key-reused', sagaId };
  }

  /** `remembered` null: the store is asked first. */
  private async startNew(
    request: StartRequest,
    remembered: Remembered | null,
  ): Promise<StartOutcome> {
    const found = remembered ?? (await this.find(request));
    if ('type' in found) return found;
    const refusal = this.admit(request, found.definition);
    if (refusal === null) {
      const result = await this.startAdmitted(resolvedStart(request, found));
      if (result.type !== 'definition-changed') return result;
      if (remembered !== null) this.remembered.forget(remembered);
    } else if (remembered === null) {
      return refusal;
    }
    // no start is refused for what is only remembered
    return this.startNew(request, null);
  }

  /** Why not, or null: then it counts as open. */
  private admit(request: StartRequest, definition: SagaDefinition): StartOutcome | null {
    const { openSagas } = this.parts;
    const { name } = definition;
    const faults = isFence(request) ? [] : definition.checkInput(request.input);
    if (faults.length > 0) return { type: 'input-invalid', faults };
    if (request.child) {
      // its root was let in, and has a budget
      openSagas?.begin(name);
      return null;
    }
    const detail = openSagas?.admit(name) ?? null;
    return detail === null ? null : { type: 'over-limit', code: 'TOO_MANY_OPEN_SAGAS', detail };
  }

  /** A start that is a repetition, or fails, leaves no saga open. */
  private async startAdmitted(request: ResolvedStart): Promise<StartResult | DefinitionChanged> {
    const { pipeline, openSagas } = this.parts;
    let isNew = false;
    try {
      const result = await pipeline.start(request);
      isNew = result.type === 'created';
      return result;
    } finally {
      if (!isNew) openSagas?.end(request.definition.name);
    }
  }

  private async find(
    request: StartRequest,
  ): Promise<StartOutcome | { readonly definition: SagaDefinition }> {
    const { definition: name, version } = request;
    const { catalog } = this.parts;
    const resolution = await catalog.resolve(name, version);
    if (resolution.type === 'unknown') return { type: 'definition-unknown' };
    // a fence does nothing but exist: it may have a version that takes no new sagas
    if (resolution.type === 'retired' && !isFence(request)) {
      return { type: 'definition-retired', version: resolution.version };
    }
    const definition = await catalog.load(name, resolution.version);
    if (definition === null) return { type: 'definition-unknown' };
    if (resolution.type === 'found') this.remembered.keep({ name, version }, definition);
    return { definition };
  }
}

/** Its parent went back by now: it begins only so that it cannot begin later. */
function isFence({ child }: StartRequest): boolean {
  return child !== undefined && child.parent.asked.direction !== 'execute';
}

function resolvedStart(
  { key, input, idempotencyKey, fingerprint, child, origin, generation = 0, trace }: StartRequest,
  found: Pick<ResolvedStart, 'definition' | 'wanted'>,
): ResolvedStart {
  return {
    ...found,
    key,
    input,
    idempotencyKey,
    fingerprint,
    generation,
    ...(child === undefined ? {} : { child }),
    ...(origin === undefined ? {} : { origin }),
    ...(trace ? { trace } : {}),
  };
}
