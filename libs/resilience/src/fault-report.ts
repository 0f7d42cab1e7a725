/** A fault that no caller hears about. `error` is for the log. */
export interface Fault {
  /** What was being done: `publish commands`, `claim due sagas`. */
  readonly during: string;
  readonly error: unknown;
  readonly sagaId?: string;
}

export type ReportFault = (fault: Fault) => void;
