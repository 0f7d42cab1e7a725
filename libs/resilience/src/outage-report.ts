/** Seldom enough for a log, often enough for somebody who looks into it. */
const AGAIN_AFTER_MS = 60_000;

/**
 * Decides when an outage is worth a line of the log: when it begins, each minute while it lasts,
 * and when it is over. Without the second, a log ends alike for an outage that lasts and for a
 * process that hangs.
 *
 * Instants are milliseconds of any clock that does not go back.
 */
export class OutageReport {
  private beganAt: number | null = null;
  private saidAt = 0;

  /**
   * An attempt failed.
   * @returns for how many ms it is away, 0 when this is the first; null: nothing new to say
   */
  failed(now: number): number | null {
    if (this.beganAt !== null && now - this.saidAt < AGAIN_AFTER_MS) return null;
    this.beganAt ??= now;
    this.saidAt = now;
    return Math.round(now - this.beganAt);
  }

  /**
   * An attempt succeeded.
   * @returns for how many ms it was away; null: it was not
   */
  succeeded(now: number): number | null {
    if (this.beganAt === null) return null;
    const awayForMs = Math.round(now - this.beganAt);
    this.beganAt = null;
    return awayForMs;
  }
}
