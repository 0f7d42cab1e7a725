import { ConductorError } from '../errors/conductor-error.js';
import { UnexpectedAnswerError, UnreachableError } from '../errors/own-errors.js';
import type { Sender } from '../transport/sender.js';
import { EventParser, type ParsedEvent } from './event-parser.js';

export interface ConnectionOptions {
  readonly sender: Sender;
  /** With its query, below the base URL. */
  readonly path: string;
  /** So long without a byte, in ms, and the connection is taken for dead. */
  readonly silentMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** One answer that goes on until somebody cuts it. */
export class Connection {
  isOpen = false;
  private readonly parser: EventParser;
  private readonly url: string;
  private readonly ending = new AbortController();

  constructor(
    private readonly options: ConnectionOptions,
    lastId: string,
  ) {
    this.parser = new EventParser(lastId);
    this.url = `${options.sender.baseUrl}${options.path}`;
  }

  /** What the next connection goes on after. */
  get lastId(): string {
    return this.parser.lastId;
  }

  /** As the stream asks for; null: it does not. */
  get retryMs(): number | null {
    return this.parser.retryMs;
  }

  /** Ends when the other side ends it. @throws ConductorError: it was cut, or refused */
  async *events(): AsyncGenerator<ParsedEvent, void, undefined> {
    const response = await this.open();
    const { body } = response;
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (body === null || isStream !== true) {
      throw new UnexpectedAnswerError(this.url, response.status);
    }
    this.isOpen = true;
    const reader = body.getReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await this.unlessSilent(() => reader.read());
      if (done) return;
      yield* this.parser.take(decoder.decode(value, { stream: true }));
    }
  }

  close(): void {
    this.ending.abort();
  }

  private open(): Promise<Response> {
    const { sender, signal } = this.options;
    const ending = this.ending.signal;
    const headers = { accept: 'text/event-stream', ...(this.lastId && idHeader(this.lastId)) };
    const request = new Request(this.url, {
      headers,
      signal: signal === undefined ? ending : AbortSignal.any([signal, ending]),
    });
    return this.unlessSilent(() => sender.open(request));
  }

  private async unlessSilent<Result>(work: () => Promise<Result>): Promise<Result> {
    const { silentMs } = this.options;
    const silence = new UnreachableError(this.url, `nothing was heard for ${silentMs} ms`);
    const timer = setTimeout(() => this.ending.abort(silence), silentMs);
    try {
      return await work();
    } catch (error) {
      if (this.options.signal?.aborted === true) throw this.options.signal.reason;
      if (this.ending.signal.aborted) throw this.ending.signal.reason;
      throw error instanceof ConductorError ? error : new UnreachableError(this.url, error);
    } finally {
      clearTimeout(timer);
    }
  }
}

function idHeader(id: string) {
  return { 'last-event-id': id };
}
