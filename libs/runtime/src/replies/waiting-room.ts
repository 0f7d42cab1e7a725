interface Limits {
  /** Places of one participant. */
  readonly each: number;
  readonly all: number;
}

/** Counts what waits for others, so that nobody fills it with replies that nobody asked for. */
export class WaitingRoom {
  private readonly counts = new Map<string, number>();
  private all = 0;

  constructor(private readonly limits: Limits) {}

  /** Takes a place; gives what leaves it. null: there is none. */
  enter(participant: string): (() => void) | null {
    const own = this.counts.get(participant) ?? 0;
    if (own >= this.limits.each || this.all >= this.limits.all) return null;
    this.add(participant, 1);
    return () => this.add(participant, -1);
  }

  private add(participant: string, change: 1 | -1): void {
    this.all += change;
    const own = (this.counts.get(participant) ?? 0) + change;
    if (own === 0) this.counts.delete(participant);
    else this.counts.set(participant, own);
  }
}
