import { setTimeout as delay } from 'node:timers/promises';
import { wantedKey, type Resolution, type WantedVersion } from '#ports';
import { readRows, type Reader } from '#database';
import {
  RESOLVE_DEFINITIONS,
  resolutionsOf,
  type ResolvedRow,
} from '../sql/resolve-definitions.js';

/** The least interval between look-ups, which groups them: at most 200 a second. */
const GAP_MS = 5;

interface Waiter {
  readonly resolve: (resolution: Resolution) => void;
  readonly reject: (reason: unknown) => void;
}

interface Question {
  readonly wanted: WantedVersion;
  readonly waiters: Waiter[];
}

/**
 * Finds the version for a start: the one asked for, or the latest that is not retired.
 *
 * It caches nothing, so that a retirement holds at once on all replicas: every answer is read after
 * its question was asked. Simultaneous questions share one query. What is asked again and again is
 * remembered by `SagaStarter`, and confirmed by the transaction of the start.
 */
export class DefinitionResolver {
  private questions = new Map<string, Question>();
  private isRunning = false;

  constructor(private readonly reader: Reader) {}

  /** `version` null: the latest. @throws StoreUnavailableError */
  resolve(name: string, version: number | null): Promise<Resolution> {
    const wanted = { name, version };
    const key = wantedKey(wanted);
    const question = this.questions.get(key) ?? { wanted, waiters: [] };
    this.questions.set(key, question);
    return new Promise((resolve, reject) => {
      question.waiters.push({ resolve, reject });
      if (!this.isRunning) void this.run();
    });
  }

  /** Never rejects: a failure belongs to those who asked. */
  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.questions.size > 0) {
      const batch = this.questions;
      this.questions = new Map();
      await this.answer(batch);
      await delay(GAP_MS);
    }
    this.isRunning = false;
  }

  private async answer(batch: ReadonlyMap<string, Question>): Promise<void> {
    try {
      const found = await this.lookUp([...batch.values()].map(({ wanted }) => wanted));
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

  private async lookUp(wanted: readonly WantedVersion[]): Promise<ReadonlyMap<string, Resolution>> {
    const names = wanted.map(({ name }) => name);
    const versions = wanted.map(({ version }) => version);
    const { text } = RESOLVE_DEFINITIONS;
    return resolutionsOf(await readRows<ResolvedRow>(this.reader, text, [names, versions]));
  }
}
