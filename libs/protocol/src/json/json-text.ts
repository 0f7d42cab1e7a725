/** The limits of a JSON text. */
export interface JsonTextBounds {
  /** Nested arrays and objects. */
  readonly depthMax: number;
  /** Keys of all objects together; default: as many as fit. */
  readonly keysMax?: number;
  /** Code points of one key; default: as many as fit. */
  readonly keyCharsMax?: number;
}

export type JsonTextReason =
  | 'TOO_DEEP'
  | 'TOO_MANY_VALUES'
  | 'TOO_MANY_KEYS'
  | 'KEY_TOO_LONG'
  /** The same key twice in one object: readers differ in which one they take. */
  | 'DUPLICATE_KEY'
  /** A key that reaches for an object's prototype. */
  | 'FORBIDDEN_KEY'
  /** A text that Postgres cannot keep: U+0000, or half of a surrogate pair. */
  | 'UNSTORABLE_TEXT'
  /** A number that a double cannot hold: it would be another one once it was kept. */
  | 'UNSTORABLE_NUMBER';

export interface JsonTextFault {
  readonly reason: JsonTextReason;
  /** For people: what and where. Quotes nothing of the text but a key or a number. */
  readonly detail: string;
}
