import {
  request,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { eventually } from '#testing-internal';
import type { Json } from '../openapi/conformance.fixture.js';

/** One event as it arrived. */
export interface StreamedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Json;
}

/** Reads server-sent events as a browser does, and keeps all of them. */
export class StreamClient {
  readonly events: StreamedEvent[] = [];
  status = 0;
  headers: IncomingHttpHeaders = {};
  lastEventId = '';
  beats = 0;
  retryMs = 0;
  hasEnded = false;
  private rest = '';
  private response: IncomingMessage | null = null;

  private constructor(private readonly call: ClientRequest) {}

  /** Resolves with the head of the answer. */
  static open(url: string, headers: Record<string, string> = {}): Promise<StreamClient> {
    return new Promise((resolve, reject) => {
      const call = request(url, { headers: { accept: 'text/event-stream', ...headers } });
      const client = new StreamClient(call);
      call.on('error', (error) => {
        client.hasEnded = true;
        reject(error);
      });
      call.on('response', (response) => {
        client.begin(response);
        resolve(client);
      });
      call.end();
    });
  }

  /** The data of the events with this name. */
  dataOf(event: string): readonly Json[] {
    return this.events.filter((each) => each.event === event).map(({ data }) => data);
  }

  /** Waits until one comes. */
  async first(event: string): Promise<Json> {
    const [found] = await eventually(
      () => this.dataOf(event),
      ({ length }) => length > 0,
    );
    return found;
  }

  /** Takes nothing more from the connection, which stays open. */
  stopReading(): void {
    this.response?.pause();
  }

  readOn(): void {
    this.response?.resume();
  }

  /** The connection breaks. */
  break(): void {
    this.call.destroy();
    this.hasEnded = true;
  }

  private begin(response: IncomingMessage): void {
    this.status = response.statusCode ?? 0;
    this.headers = response.headers;
    this.response = response;
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.take(text));
    response.on('error', () => undefined);
    response.on('close', () => (this.hasEnded = true));
  }

  private take(text: string): void {
    this.rest += text;
    const blocks = this.rest.split('\n\n');
    this.rest = blocks.pop() ?? '';
    for (const block of blocks) this.read(block);
  }

  private read(block: string): void {
    let event = 'message';
    let data = '';
    for (const line of block.split('\n')) {
      const [, name = '', value = ''] = /^([a-z]*): ?(.*)$/.exec(line) ?? [];
      if (name === '') this.beats += 1;
      if (name === 'id') this.lastEventId = value;
      if (name === 'event') event = value;
      if (name === 'data') data += value;
      if (name === 'retry') this.retryMs = Number(value);
    }
    if (data !== '') this.events.push({ id: this.lastEventId, event, data: JSON.parse(data) });
  }
}
