/** More than any replica commits in `GENERATION_MS`; beyond that changes may be told twice. */
const NAMES_MAX = 100_000;
const GENERATION_MS = 10_000;

/** Names of changes that were told in the last 10 to 20 s, so that none is told again. */
export class RecentChanges {
  private current = new Set<string>();
  private previous = new Set<string>();
  private turnsAt: number;

  constructor(private readonly now: () => number) {
    this.turnsAt = now() + GENERATION_MS;
  }

  /** Whether it was not there yet. */
  add(name: string): boolean {
    if (this.has(name)) return false;
    if (this.now() >= this.turnsAt || this.current.size >= NAMES_MAX) this.turn();
    this.current.add(name);
    return true;
  }

  has(name: string): boolean {
    return this.current.has(name) || this.previous.has(name);
  }

  private turn(): void {
    this.previous = this.current;
    this.current = new Set();
    this.turnsAt = this.now() + GENERATION_MS;
  }
}
