/** Tells by one statement what there is to do (docs/decisions/0088). */
export interface PulseStore {
  /**
   * `withLimits`: looks at the limits of tables as well, which takes longer.
   * @throws StoreUnavailableError
   */
  readPulse(asked: { readonly withLimits: boolean }): Promise<PulseReading>;
}

/** As of one instant. */
interface PulseReading {
  /** How long until the earliest `wake_at`; 0 when one is due, null when there is none. */
  readonly nextWakeMs: number | null;
  /** Whether an outbox entry can be claimed. */
  readonly areEntriesDue: boolean;
  /** Whether an outbox batch can be split. */
  readonly areBatchesDue: boolean;
  /** Whether a record of the audit log waits for its seal. */
  readonly areActsUnsealed: boolean;
  /** Whether a bulk can be taken on. */
  readonly areBulksDue: boolean;
  /** Whether a pause is over that may hold sagas still. */
  readonly areHeldDue: boolean;
  readonly versions: CatalogVersions;
  /** A table holds more than it may, or for longer; false when limits were not looked at. */
  readonly isTooMuchKept: boolean;
}

/** Each is another text after every change, whoever made it. */
interface CatalogVersions {
  /** A definition was posted or retired. */
  readonly definitions: string;
  /** A participant described itself for the first time or by another account, or was deleted. */
  readonly participants: string;
  /** An API key was made, or has ended before its time. */
  readonly keys: string;
  /** A pause of more than one saga began, or ended before its time. */
  readonly pauses: string;
}
