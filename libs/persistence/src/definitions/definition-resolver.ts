import type { Resolution } from '#ports';
import { readRows, type Reader } from '#database';

/** The least interval between look-ups, which groups them: at most 200 a second. */
const GAP_MS = 5;

interface Waiter {
  readonly resolve: (resolution: Resolution) => void;
  readonly reject: (reason: unknown) => void;
}

interface Wanted {
  readonly name: string;
  readonly version: number | null;
  readonly waiters: Waiter[];
}

/**
 * Finds the version for a start: the one asked for, or the latest that is not retired.
 *
 * It caches nothing, so that a retirement holds at once on all replicas: every answer is read after
 * its question was asked. Simultaneous questions share one query.
 */
export class DefinitionResolver {
  private wanted = new Map<string, Wanted>();
  private isRunning = false;

  constructor(private readonly reader: Reader) {}

  /** `version` null: the latest. @throws StoreUnavailableError */
  resolve(name: string, version: number | null): Promise<Resolution> {
    const key = `${name}@${version ?? ''}`;
    const entry = this.wanted.get(key) ?? { name, version, waiters: [] };
    this.wanted.set(key, entry);
    return new Promise((resolve, reject) => {
      entry.waiters.push({ resolve, reject });
      if (!this.isRunning) void this.run();
    });
  }

  /** Never rejects: a failure belongs to those who asked. */
  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.wanted.size > 0) {
      const batch = this.wanted;
      this.wanted = new Map();
      await this.answer(batch);
      await new Promise((resolve) => setTimeout(resolve, GAP_MS));
    }
    this.isRunning = false;
  }

  private async answer(batch: ReadonlyMap<string, Wanted>): Promise<void> {
    try {
      const found = await this.lookUp([...batch.values()]);
      for (const [key, { waiters }] of batch) {
        const resolution = found.get(key) ?? { type: 'unknown' };
        for (const waiter of waiters) waiter.resolve(resolution);
      }
    } catch (error) {
      for (const { waiters } of batch.values()) {
        for (const waiter of waiters) waiter.reject(error);
      }
    }
  }

  private async lookUp(wanted: readonly Wanted[]): Promise<ReadonlyMap<string, Resolution>> {
    const rows = await readRows<ResolvedRow>(
      this.reader,
      `select wanted.name, wanted.version as wanted, best.version,
              best.retired_at is not null as retired
         from unnest($1::text[], $2::int[]) as wanted (name, version)
        cross join lateral (
          select version, retired_at from saga_definition d
           where d.name = wanted.name and (wanted.version is null or d.version = wanted.version)
           order by (retired_at is null) desc, version desc limit 1) best`,
      [wanted.map(({ name }) => name), wanted.map(({ version }) => version)],
    );
    return new Map(
      rows.map((row) => [
        `${row.name}@${row.wanted ?? ''}`,
        { type: row.retired ? 'retired' : 'found', version: row.version },
      ]),
    );
  }
}

interface ResolvedRow {
  readonly name: string;
  readonly wanted: number | null;
  readonly version: number;
  readonly retired: boolean;
}
