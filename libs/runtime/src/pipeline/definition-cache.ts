import type { SagaDefinition } from '#definition';
import { Backoff, type Clock, type ReportFault } from '#resilience';
import { isTransientOfStore, type DefinitionSource } from '#ports';

/** Definitions kept at once; with more in use, some are loaded again and again. */
const KEPT_MAX = 2000;
const RETRY = { initialMs: 250, maxMs: 15_000 };

/** A definition that is not at hand. */
export interface Awaited {
  /**
   * Resolves when the definition is at hand; if it is not known to be missing, also when that is
   * found out. It takes as long as that takes, or until the cache is closed.
   */
  readonly until: Promise<void>;
  /** It was looked for and is not there; false: the store has yet to answer. */
  readonly isMissing: boolean;
}

interface Search {
  readonly found: Promise<void>;
  /** Resolves when the store has answered, whatever it was. */
  readonly answered: Promise<void>;
  isMissing: boolean;
}

/**
 * Definitions in memory, because deciding a batch cannot wait for anything.
 *
 * One that cannot be found is looked for again and again: during a rolling deploy, or after a
 * restored backup, it turns up later, and no saga may fail meanwhile.
 */
export class DefinitionCache {
  private readonly kept = new Map<string, SagaDefinition>();
  private readonly searches = new Map<string, Search>();
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

  /** What whoever needs the definition has to wait for. Begins to look for it. */
  awaited(name: string, version: number): Awaited {
    const key = keyOf(name, version);
    const search = this.searches.get(key) ?? this.begin(key, name, version);
    const { isMissing, found, answered } = search;
    return { until: isMissing ? found : answered, isMissing };
  }

  /** Gives up on what has not arrived. */
  close(): void {
    this.closed = true;
  }

  private begin(key: string, name: string, version: number): Search {
    let setAnswered = (): void => undefined;
    const answered = new Promise<void>((resolve) => (setAnswered = resolve));
    const noteMissing = (): void => {
      search.isMissing = true;
      setAnswered();
    };
    const found = this.fetch(name, version, noteMissing).finally(() => {
      this.searches.delete(key);
      setAnswered();
    });
    const search: Search = { found, answered, isMissing: false };
    this.searches.set(key, search);
    return search;
  }

  /** A store that does not answer says nothing of the definition. */
  private async fetch(name: string, version: number, noteMissing: () => void): Promise<void> {
    const backoff = new Backoff(this.clock, RETRY);
    while (!this.closed) {
      try {
        const definition = await this.source.load(name, version);
        if (definition) return this.keep(definition);
        throw new DefinitionMissingError(name, version);
      } catch (error) {
        this.report({ during: 'load a definition', error });
        if (!isTransientOfStore(error)) noteMissing();
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
