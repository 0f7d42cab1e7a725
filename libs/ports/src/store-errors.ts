/** The store is unreachable or refuses writes for now: repeat later, the work is not at fault. */
export class StoreUnavailableError extends Error {
  readonly code = 'STORE_UNAVAILABLE';

  /** The answer to a commit was lost: the work may have been done. */
  readonly inDoubt: boolean;
  /** The transaction may be too large: half of it could succeed. */
  readonly maybeTooLarge: boolean;

  constructor(
    message: string,
    options: ErrorOptions & { readonly inDoubt?: boolean; readonly maybeTooLarge?: boolean } = {},
  ) {
    super(message, options);
    this.inDoubt = options.inDoubt ?? false;
    this.maybeTooLarge = options.maybeTooLarge ?? false;
  }
}

/** Lost to another transaction (deadlock, lock timeout) and rolled back: repeat it. */
export class StoreContentionError extends Error {
  readonly code = 'STORE_CONTENTION';

  /** It was lost after the commit, or with it: the work may have been done. */
  readonly inDoubt: boolean;

  constructor(message: string, options: ErrorOptions & { readonly inDoubt?: boolean } = {}) {
    super(message, options);
    this.inDoubt = options.inDoubt ?? false;
  }
}

/** True for a store that is away and for a conflict: the same work may succeed later. */
export function isTransientOfStore(
  error: unknown,
): error is StoreUnavailableError | StoreContentionError {
  return error instanceof StoreUnavailableError || error instanceof StoreContentionError;
}
