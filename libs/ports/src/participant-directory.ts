import type { LiveInstances, ParticipantDescription } from '#contracts';

/**
 * The descriptions that participants publish; the newest one of each participant counts.
 * Every method @throws StoreUnavailableError
 */
export interface ParticipantDirectory {
  /**
   * Replaces an older description, but not a newer one. Records in any case that the participant
   * was seen now. `account`: the participant's own account sent it; null: the broker does not vouch
   * for the sender. Then it replaces no description that was vouched for, and the answer is false.
   */
  keep(
    description: ParticipantDescription,
    sentAt: number | null,
    account: string | null,
  ): Promise<boolean>;

  /** Participants that described themselves or that definitions name, with the sending account. */
  accounts(): Promise<ReadonlyMap<string, string | null>>;

  /**
   * By participant, the processes that described themselves within the last two and a half minutes.
   * All that do not name themselves are one.
   */
  liveInstances(): Promise<ReadonlyMap<string, LiveInstances>>;

  /** Participants named by definitions that accept starts or still have open sagas. */
  named(): Promise<readonly string[]>;
}
