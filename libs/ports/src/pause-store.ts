import type { pausing } from '#engine';

/** A pause of more than one saga, with what people are told of it. */
export interface KnownPause extends pausing.Pause {
  readonly by: string;
  readonly reason: string;
}

/** A saga of which a pause holds something; it is woken when the pause is over. */
export interface HeldSaga {
  readonly pauseId: string;
  readonly sagaId: string;
}

/** Pauses of more than one saga, as the workers need them. */
export interface PauseStore {
  /** Those that go on, and the newest that are over. @throws StoreUnavailableError */
  readPauses(): Promise<readonly KnownPause[]>;

  /**
   * Makes sagas due that a pause held which is over, at most `limit` of them. Returns how many were
   * found; whoever is in a transaction just now is found again. @throws StoreUnavailableError
   */
  releaseHeld(portion: { readonly limit: number }): Promise<number>;
}

/** What the conductor found out, and pauses what it says for. */
export interface Suspicion {
  /** A participant, or a step of a definition. */
  readonly scope: pausing.PauseScope;
  /** In a sentence, for people. */
  readonly reason: string;
  /** Attempts that failed, and the different sagas that they belong to. */
  readonly failures: number;
  readonly sagas: number;
  /** When the first of these attempts was issued, in ms since the epoch. */
  readonly since: number;
  readonly probeMs: number;
}

/** It is this process's turn to let an attempt through the pause. */
export interface ProbeTurn {
  readonly pauseId: string;
  /** Sagas that it holds, in the order in which they are tried; at most a hundred. */
  readonly sagaIds: readonly string[];
}

/** Pauses that the conductor makes by itself. */
export interface AutomaticPauseStore {
  /**
   * Begins one, unless the scope is paused, or a pause of it ended since these attempts were
   * issued. Returns whether it did; of several replicas one does. @throws StoreUnavailableError
   */
  beginAutomatic(suspicion: Suspicion): Promise<boolean>;

  /** Ends it if it goes on. Returns whether it did. @throws StoreUnavailableError */
  endAutomatic(pause: { readonly id: string; readonly reason: string }): Promise<boolean>;

  /**
   * Takes the turns that are due: each interval of a pause is given to one process. `nextMs`: when
   * the next one will be; null: no automatic pause goes on. @throws StoreUnavailableError
   */
  takeTurns(): Promise<{ readonly turns: readonly ProbeTurn[]; readonly nextMs: number | null }>;

  /**
   * The sagas up to this one were tried; the next turn begins behind it. `isProbed`: an attempt of
   * it was let through. @throws StoreUnavailableError
   */
  noteTried(tried: {
    readonly pauseId: string;
    readonly sagaId: string;
    readonly isProbed: boolean;
  }): Promise<void>;
}
