export interface Keeper {
  /** Adds to the plan; see keeper.mjs. */
  keep(plan: {
    readonly groups?: readonly number[];
    readonly pidFiles?: readonly string[];
    readonly folders?: readonly string[];
  }): void;
  /** Carries the plan out, and waits until it is done. */
  end(): Promise<void>;
}

export function startKeeper(): Keeper;
