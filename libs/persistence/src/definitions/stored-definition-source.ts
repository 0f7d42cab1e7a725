import { compileDefinition, type SagaDefinition } from '#definition';
import type { DefinitionSource } from '#ports';
import type { DefinitionStore } from './definition-store.js';

/** Compiled definitions kept at once; more than this many in use at a time only costs compiling. */
const KEPT_MAX = 1000;

/** Compiles stored documents once and keeps them: a version never changes. */
export class StoredDefinitionSource implements DefinitionSource {
  private readonly compiled = new Map<string, Promise<SagaDefinition | null>>();
  private readonly ready = new Map<string, SagaDefinition>();

  constructor(private readonly store: DefinitionStore) {}

  load(name: string, version: number): Promise<SagaDefinition | null> {
    const key = `${name}@${version}`;
    const known = this.compiled.get(key);
    if (known) return known;
    const loading = this.compile(name, version);
    this.compiled.set(key, loading);
    this.forgetOldest();
    // neither a failure nor an absence is kept: the next one asks again
    const forget = (): void => void this.compiled.delete(key);
    loading.then((definition) => {
      if (definition === null) forget();
      else this.ready.set(key, definition);
    }, forget);
    return loading;
  }

  /** One that was loaded; null: it was not, or long ago. */
  peek(name: string, version: number): SagaDefinition | null {
    return this.ready.get(`${name}@${version}`) ?? null;
  }

  private async compile(name: string, version: number): Promise<SagaDefinition | null> {
    const stored = await this.store.find(name, version);
    if (stored === null) return null;
    const result = compileDefinition(stored.document, version, { isStored: true });
    if (result.ok) return result.definition;
    throw new StoredDefinitionInvalidError(name, version, result.faults.length);
  }

  private forgetOldest(): void {
    const [oldest] = this.compiled.keys();
    if (this.compiled.size <= KEPT_MAX || oldest === undefined) return;
    this.compiled.delete(oldest);
    this.ready.delete(oldest);
  }
}

/** A document that was valid when it was stored no longer compiles: a release broke its promise. */
export class StoredDefinitionInvalidError extends Error {
  readonly code = 'STORED_DEFINITION_INVALID';

  constructor(
    readonly definition: string,
    readonly version: number,
    faults: number,
  ) {
    super(`${definition}@${version} was stored as valid and now has ${faults} faults`);
  }
}
