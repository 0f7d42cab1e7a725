import type { ParticipantDescription } from '#contracts';

/**
 * What participants say of themselves; the newest description of each one counts.
 * All of it @throws StoreUnavailableError
 */
export interface ParticipantDirectory {
  /**
   * Takes the place of an older description, and none of a newer one. The participant was seen now
   * in any case.
   */
  keep(description: ParticipantDescription, sentAt: number | null): Promise<void>;

  /** Whom definitions name that take sagas, or have some that have not ended. */
  named(): Promise<readonly string[]>;

  /** By name; those who said nothing are not in the map. */
  find(participants: readonly string[]): Promise<ReadonlyMap<string, ParticipantDescription>>;
}
