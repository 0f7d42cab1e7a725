import type { SagaDefinition } from '#definition';
import { Backoff, type Clock, type ReportFault } from '#resilience';
import type { DefinitionSource } from '#ports';

/** Definitions kept at once; with more in use, some are loaded again and again. */
const KEPT_MAX = 2000;
const RETRY = { initialMs: 250, maxMs: 15_000 };

/**
 * Definitions in memory, because deciding a batch cannot wait for anything.
 *
 * One that cannot be found is looked for again and again: during a rolling deploy, or after a
 * restored backup, it turns up later, and no saga may fail meanwhile.
 */
export class DefinitionCache {
  private readonly kept = new Map<string, SagaDefinition>();
  private readonly arriving = new Map<string, Promise<void>>();
  private closed = false;

  constructor(
    private readonly source: DefinitionSource,
    private readonly clock: Clock,
    private readonly report: ReportFault,
  ) {}

  find(name: string, version: number): SagaDefinition | null {
    return this.kept.get(keyOf(name, version)) ?? null;
  }

  keep(definition: SagaDefinition): void {
    const key = keyOf(definition.name, definition.version);
    if (this.kept.has(key)) return;
    this.kept.set(key, definition);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_MAX && oldest !== undefined) this.kept.delete(oldest);
  }

  /** Resolves when the definition is kept, however long that takes; or when the cache is closed. */
  arrival(name: string, version: number): Promise<void> {
    const key = keyOf(name, version);
    let arrival = this.arriving.get(key);
    if (!arrival) {
      arrival = this.fetch(name, version).finally(() => this.arriving.delete(key));
      this.arriving.set(key, arrival);
    }
    return arrival;
  }

  /** Gives up on what has not arrived. */
  close(): void {
    this.closed = true;
  }

  private async fetch(name: string, version: number): Promise<void> {
    const backoff = new Backoff(this.clock, RETRY);
    while (!this.closed) {
      try {
        const definition = await this.source.load(name, version);
        if (definition) return this.keep(definition);
        throw new DefinitionMissingError(name, version);
      } catch (error) {
        this.report({ during: 'load a definition', error });
      }
      await backoff.wait();
    }
  }
}

/** Sagas use a definition that cannot be found. They wait for it. */
export class DefinitionMissingError extends Error {
  readonly code = 'DEFINITION_MISSING';

  constructor(
    readonly definition: string,
    readonly version: number,
  ) {
    super(`there is no ${definition}@${version}, and sagas wait for it`);
  }
}

function keyOf(name: string, version: number): string {
  return `${name}@${version}`;
}
