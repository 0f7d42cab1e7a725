import type { InputFault, SagaDefinition } from '#definition';
import type { JsonValue } from '#protocol';
import type { ParentRef, TraceContext } from '#engine';
import type { ResolvedStart, StartResult } from '../requests/pipeline-requests.js';
import type { DefinitionCatalog } from '#ports';
import type { OpenSagaLimit } from './open-saga-limit.js';

/** A request for a new saga: over REST, by message, by an event, or for a child saga. */
export interface StartRequest {
  readonly definition: string;
  /** null: the latest one that is not retired. */
  readonly version: number | null;
  readonly key: string | null;
  readonly input: JsonValue;
  readonly idempotencyKey: string | null;
  /** Hash of the request; the same key with another hash is a conflict. */
  readonly fingerprint: string | null;
  /** Set for a child saga, whose id its parent chooses. */
  readonly child?: { readonly sagaId: string; readonly parent: ParentRef };
  /** Sagas before it of which each started the next. Default 0. */
  readonly generation?: number;
  /** The family whose budget counts it. Left out: its root's, if it is a child. */
  readonly origin?: string;
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

/** Starts sagas: the right version, a checked input, one saga for each idempotency key. */
export class SagaStarter {
  constructor(
    private readonly parts: {
      readonly catalog: DefinitionCatalog;
      readonly pipeline: { start(request: ResolvedStart): Promise<StartResult> };
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
    const outcome = await this.startNew(request);
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

  private async startNew(request: StartRequest): Promise<StartOutcome> {
    const isFence = request.child !== undefined && isFenced(request.child.parent);
    const found = await this.find(request, isFence);
    if ('type' in found) return found;
    const {
      key,
      input,
      idempotencyKey,
      fingerprint,
      child,
      origin,
      generation = 0,
      trace,
    } = request;
    const faults = isFence ? [] : found.definition.checkInput(input);
    if (faults.length > 0) return { type: 'input-invalid', faults };
    const { definition } = found;
    const detail = this.admit(definition.name, child !== undefined);
    if (detail !== null) return { type: 'over-limit', code: 'TOO_MANY_OPEN_SAGAS', detail };
    return this.startAdmitted({
      definition,
      key,
      input,
      idempotencyKey,
      fingerprint,
      generation,
      ...(child === undefined ? {} : { child }),
      ...(origin === undefined ? {} : { origin }),
      ...(trace ? { trace } : {}),
    });
  }

  /** Why not, or null. A child's root was let in, and has a budget: it counts all the same. */
  private admit(definition: string, isChild: boolean): string | null {
    const { openSagas } = this.parts;
    if (!isChild) return openSagas?.admit(definition) ?? null;
    openSagas?.begin(definition);
    return null;
  }

  /** A start that is a repetition, or fails, leaves no saga open. */
  private async startAdmitted(request: ResolvedStart): Promise<StartResult> {
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

  /** A fence does nothing but exist: it may have a version that takes no new sagas. */
  private async find(
    { definition: name, version }: StartRequest,
    isFence: boolean,
  ): Promise<StartOutcome | { readonly definition: SagaDefinition }> {
    const { catalog } = this.parts;
    const resolution = await catalog.resolve(name, version);
    if (resolution.type === 'unknown') return { type: 'definition-unknown' };
    if (resolution.type === 'retired' && !isFence) {
      return { type: 'definition-retired', version: resolution.version };
    }
    const definition = await catalog.load(name, resolution.version);
    return definition === null ? { type: 'definition-unknown' } : { definition };
  }
}

/** Its parent went back by now: it begins only so that it cannot begin later. */
function isFenced({ asked }: ParentRef): boolean {
  return asked.direction !== 'execute';
}
