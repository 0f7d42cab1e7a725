import type { ParticipantDescription } from '#contracts';

/**
 * What participants say of themselves; the newest description of each one counts.
 * All of it @throws StoreUnavailableError
 */
export interface ParticipantDirectory {
  /**
   * Takes the place of an older description, and none of a newer one. The participant was seen now
   * in any case. `account`: it is the participant's own; null: nobody vouches for it. Then it takes
   * the place of none that was vouched for, and the answer is false.
   */
  keep(
    description: ParticipantDescription,
    sentAt: number | null,
    account: string | null,
  ): Promise<boolean>;

  /** All that described themselves, or that definitions name, with the account that did. */
  accounts(): Promise<ReadonlyMap<string, string | null>>;

  /** Whom definitions name that take sagas, or have some that have not ended. */
  named(): Promise<readonly string[]>;
}
