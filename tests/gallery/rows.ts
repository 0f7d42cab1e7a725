import type { JsonValue } from '#protocol';
import type { Given } from './run-way.js';

/** How a definition of `examples/gallery` is started, answered, and what it does then. */
export interface Row extends Expected {
  /** Default `{}`. */
  readonly input?: JsonValue;
  /** The data of the event that its trigger waits for, in place of an input. */
  readonly event?: JsonValue;
  /** By step. A step that is not named succeeds with `{}`. */
  readonly given?: Given;
  /** Others than the way on which nobody says no. */
  readonly ways?: readonly Way[];
}

export interface Way extends Expected {
  readonly called: string;
  /** Left out: the row's input, or event. */
  readonly input?: JsonValue;
  /** In place of what the row says of the same steps. */
  readonly given?: Given;
  /** Default `completed`. */
  readonly ends?: 'completed' | 'compensated';
  /** The code of the saga's error; left out: it has none. */
  readonly error?: string;
}

interface Expected {
  /** Commands and events that it sends, in this order; others may come in between. */
  readonly sends?: readonly string[];
  /** Commands and events that it does not send. */
  readonly never?: readonly string[];
  /** Of a saga that completes; default `{}`. */
  readonly output?: JsonValue;
}

/** By the definition's name. */
export type Rows = Readonly<Record<string, Row>>;
