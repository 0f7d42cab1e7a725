import { eventually } from '#testing-internal';
import { ConductorStack, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { Conformance, type Json, storedDocument } from '../openapi/conformance.fixture.js';
import { StreamClient, type StreamedEvent } from './stream-client.fixture.js';

const OTHER = { ...ORDER_DEFINITION, name: 'other-order' };

/** A conductor with two definitions, and clients that listen to it. */
export class StreamStack {
  private orders = 0;
  private readonly clients: StreamClient[] = [];
  private readonly document: Json = storedDocument();
  private readonly conformance = new Conformance(this.document);

  private constructor(readonly stack: ConductorStack) {}

  static async start(): Promise<StreamStack> {
    const stack = await ConductorStack.start();
    await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
    await stack.call('POST', '/v1/definitions', { body: OTHER });
    return new StreamStack(stack);
  }

  async open(path: string, headers: Record<string, string> = {}): Promise<StreamClient> {
    const client = await StreamClient.open(`${this.stack.conductor.url}${path}`, headers);
    this.clients.push(client);
    return client;
  }

  /** A client of all sagas that hears from now on. */
  async listen(path = '/v1/stream'): Promise<StreamClient> {
    const client = await this.open(path);
    await client.first('open');
    return client;
  }

  /** A saga, as it is when it rests. */
  async run(definition = 'place-order', key?: string): Promise<Json> {
    this.orders += 1;
    const body = { definition, key, input: { orderId: `o-${this.orders}` } };
    return (await this.stack.call('POST', '/v1/sagas?wait=30s', { body })).body;
  }

  /** Why it is not what the OpenAPI document says of the event; null: it is. */
  faultOf(path: string, { event, data }: StreamedEvent): string | null {
    const { content } = this.document.paths[path].get.responses[200];
    const events: Json[] = content['text/event-stream'].schema.contentSchema.items.oneOf;
    const found = events.find(({ properties }) => properties.event.enum[0] === event);
    if (found === undefined) return `there is no event ${event}`;
    return this.conformance.misfitOf(found.properties.data, data);
  }

  /** How many streams are open, as the metrics say. */
  async openCount(): Promise<number> {
    const text = await (await fetch(`${this.stack.conductor.url}/metrics`)).text();
    return Number(/^conductor_listeners (\d+)$/m.exec(text)?.[1]);
  }

  /** After each test. */
  reset(): void {
    this.stack.script.clear();
    for (const client of this.clients.splice(0)) client.break();
  }

  close(): Promise<void> {
    this.reset();
    return this.stack.close();
  }
}

/** Waits until the client heard of the saga's version; gives what it heard of the saga. */
export function untilTold(client: StreamClient, sagaId: string, version: number) {
  return eventually(
    () => client.dataOf('saga').filter((data) => data.sagaId === sagaId),
    (told) => told.some((data) => data.version >= version),
  );
}
