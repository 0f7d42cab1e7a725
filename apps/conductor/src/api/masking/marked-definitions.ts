import type { accessStores } from '#persistence';
import { RepeatingTask, systemClock, type ReportFault } from '#resilience';
import type { KnownMarks, Marks } from './mask-answer.js';

const REFRESH_MS = 300_000;
const RETRY_MS = 1000;

/** What definitions mark as sensitive, in memory, so that no answer asks the database. */
export class MarkedDefinitions implements KnownMarks {
  private byName: ReadonlyMap<string, Marks> = new Map();
  private readonly refreshing: RepeatingTask;

  constructor(
    private readonly options: {
      readonly store: Pick<accessStores.SensitiveMarks, 'read'>;
      readonly report: ReportFault;
    },
  ) {
    this.refreshing = new RepeatingTask(systemClock, () => this.refreshQuietly());
  }

  /** Resolves when it is known what the database knows. @throws StoreUnavailableError */
  async start(): Promise<void> {
    await this.load();
    this.refreshing.start(REFRESH_MS);
  }

  /** Never rejects: what could not be read is read soon. */
  async reload(): Promise<void> {
    await this.load().catch(() => this.hurry());
  }

  /** A definition was posted. */
  hurry(): void {
    this.refreshing.hurry(0);
  }

  stop(): Promise<void> {
    return this.refreshing.stop();
  }

  /** No definition marks anything. */
  get isEmpty(): boolean {
    return this.byName.size === 0;
  }

  /** Those that mark anything, or this, in some version. */
  names(pointer?: string): readonly string[] {
    return [...this.byName]
      .filter(([, marks]) => pointer === undefined || marks.includes(pointer))
      .map(([name]) => name);
  }

  of(name: string): Marks | null {
    return this.byName.get(name) ?? null;
  }

  /** @throws StoreUnavailableError */
  async load(): Promise<void> {
    const byName = new Map<string, Set<string>>();
    for (const { name, sensitive } of await this.options.store.read()) {
      byName.set(name, new Set([...(byName.get(name) ?? []), ...sensitive]));
    }
    this.byName = new Map([...byName].map(([name, marks]) => [name, [...marks]]));
  }

  private async refreshQuietly(): Promise<number> {
    try {
      await this.load();
      return REFRESH_MS;
    } catch (error) {
      this.options.report({ during: 'look what definitions mark as sensitive', error });
      return RETRY_MS;
    }
  }
}
