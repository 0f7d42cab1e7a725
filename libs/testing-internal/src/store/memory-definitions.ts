import {
  wantedKey,
  type LoadedBatch,
  type RememberedWork,
  type Resolution,
  type WantedVersion,
} from '#ports';

/** Which versions there are, and which of them take no new sagas. */
export class MemoryDefinitions {
  private readonly versions = new Map<string, { isRetired: boolean }[]>();

  /** Gives the new version, which is the latest. */
  post(name: string): number {
    const versions = this.versions.get(name) ?? [];
    this.versions.set(name, versions);
    return versions.push({ isRetired: false });
  }

  retire(name: string, version: number): void {
    const found = this.versions.get(name)?.[version - 1];
    if (!found) throw new Error(`there is no ${name}@${version}`);
    found.isRetired = true;
  }

  /** As if it was never there: a database that was restored from before. */
  forget(name: string): void {
    this.versions.delete(name);
  }

  resolve({ name, version }: WantedVersion): Resolution {
    const all = (this.versions.get(name) ?? []).map((entry, at) => ({ ...entry, version: at + 1 }));
    const fitting = all.filter((entry) => version === null || entry.version === version);
    const best = fitting.findLast(({ isRetired }) => !isRetired) ?? fitting.at(-1);
    if (!best) return { type: 'unknown' };
    return { type: best.isRetired ? 'retired' : 'found', version: best.version };
  }

  /** A start would get this version now. */
  holds({ wanted, version }: RememberedWork['resolved'][number]): boolean {
    const now = this.resolve(wanted);
    return now.type === 'found' && now.version === version;
  }

  /** Those that are there. */
  resolveAll(wanted: readonly WantedVersion[]): LoadedBatch['resolutions'] {
    const resolutions = new Map<string, Resolution>();
    for (const one of wanted) {
      const resolution = this.resolve(one);
      if (resolution.type !== 'unknown') resolutions.set(wantedKey(one), resolution);
    }
    return resolutions;
  }
}
