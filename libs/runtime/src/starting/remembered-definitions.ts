import type { SagaDefinition } from '#definition';
import { wantedKey, type WantedVersion } from '#ports';

/** What was asked for, and what it came to. */
export interface Remembered {
  readonly wanted: WantedVersion;
  readonly definition: SagaDefinition;
}

/** As many as definitions that the pipeline keeps. */
const REMEMBERED_MAX = 2000;

/**
 * What starts asked for and got in this process. It may be outdated at any time: whoever goes by it
 * has it confirmed in the transaction of the start.
 */
export class RememberedDefinitions {
  private readonly byKey = new Map<string, Remembered>();

  find(wanted: WantedVersion): Remembered | null {
    return this.byKey.get(wantedKey(wanted)) ?? null;
  }

  keep(wanted: WantedVersion, definition: SagaDefinition): void {
    this.byKey.set(wantedKey(wanted), { wanted, definition });
    const [oldest] = this.byKey.keys();
    if (this.byKey.size > REMEMBERED_MAX && oldest !== undefined) this.byKey.delete(oldest);
  }

  /** Not what was learnt since. */
  forget(outdated: Remembered): void {
    const key = wantedKey(outdated.wanted);
    if (this.byKey.get(key) === outdated) this.byKey.delete(key);
  }
}
