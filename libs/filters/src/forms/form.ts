/** How the value of a filter is written. */
export interface Form<Value> {
  readonly read: (text: string) => Reading<Value>;
  /** The one text that stands for the value: `read` gives the same value again. */
  readonly write: (value: Value) => string;
}

export type Reading<Value> = Read<Value> | Misread;

export interface Read<Value> {
  readonly value: Value;
}

export interface Misread {
  /** Stable. */
  readonly rule: string;
  /** For people; follows the name of the filter: `must be …`. */
  readonly says: string;
  /** Values, or examples, that would do. */
  readonly possible: readonly string[];
}

export function isMisread(reading: Reading<unknown>): reading is Misread {
  return 'rule' in reading;
}
