export type QueryValue = string | number | boolean | undefined | null;

/** One call of the REST API. */
export interface ApiCall {
  readonly method: string;
  /** Begins with `/`; already percent-encoded; may have a query. */
  readonly path: string;
  /** What is undefined or null is left out. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** A query as text (`a=b&c=d`), of a filter; goes in front of `query`. */
  readonly filter?: string;
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: unknown;
  /** Left out: the client makes one for whatever changes something. */
  readonly idempotencyKey?: string;
}

export interface ApiAnswer {
  readonly status: number;
  /** Parsed, when it is JSON, else its text. */
  readonly body: unknown;
  /** The clock of the server by its header `Date`; null: it did not say. */
  readonly serverAt: number | null;
}

/** A transition of a saga, as a stream tells it. */
export interface Change {
  readonly sagaId: string;
  readonly at: string;
  readonly status: string;
  readonly definition: { readonly name: string };
  readonly kinds: readonly string[];
  readonly steps: readonly string[];
}

/** The conductor, as the commands reach it. */
export interface Api {
  /** The address of the conductor, without a slash at its end. */
  readonly url: string;
  /**
   * @throws ApiRefusal when the answer is 400 or more, but for those that `expects` names
   * @throws CliError CLI_UNREACHABLE when nothing answers, CLI_NOT_A_CONDUCTOR when others do
   */
  send(call: ApiCall, expects?: readonly number[]): Promise<ApiAnswer>;
  /** Gives something whenever a saga did something, across cuts; ends with the signal. */
  pulses(sagaId: string, signal: AbortSignal): AsyncIterable<unknown>;
  /** What all sagas do that the filter means, across cuts; ends with the signal. */
  changes(filter: string, signal: AbortSignal): AsyncIterable<Change>;
}
