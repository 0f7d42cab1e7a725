import { eventually } from '#testing-internal';
import { ConductorStack, ORDER_DEFINITION, refuses } from '../../conductor-stack.fixture.js';
import { callUrl } from '../../conductor-call.fixture.js';
import type { RunningConductor } from '../../conductor.js';
import { StreamClient } from './stream-client.fixture.js';

/** Connections that break, one after the other, while sagas run. */
const BREAKS = 100;
/** Clients, each with connections of its own. */
const CLIENTS = 10;

let stack: ConductorStack;
let replicas: readonly RunningConductor[];

beforeAll(async () => {
  stack = await ConductorStack.start();
  replicas = [stack.conductor, await stack.addReplica()];
  stack.script.set('payment.capture', ({ sagaId }) =>
    sagaId.endsWith('7') ? refuses('NO')({} as never) : { type: 'succeeded', output: {} },
  );
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});

afterAll(() => stack.close());

/** A listener that never gives up: it comes back to either replica with the last id that it has. */
class Listener {
  readonly told = new Map<string, number>();
  /** What was told twice on one connection. */
  readonly twice: string[] = [];
  resets = 0;
  private client: StreamClient | null = null;
  private lastEventId: string | null = null;

  async connect(replica: number): Promise<void> {
    const url = `${replicas[replica % replicas.length]?.url}/v1/stream`;
    const last = this.lastEventId;
    this.client = await StreamClient.open(url, last === null ? {} : { 'last-event-id': last });
    if (last === null) await this.client.first('open');
  }

  /** What has arrived counts; the rest of it is lost. */
  disconnect(): void {
    const { client } = this;
    if (client === null) return;
    client.break();
    this.lastEventId = client.lastEventId || this.lastEventId;
    this.resets += client.dataOf('reset').length;
    const { names } = this;
    this.client = null;
    this.twice.push(...names.filter((name, index) => names.indexOf(name) < index));
    for (const name of names) this.told.set(name, (this.told.get(name) ?? 0) + 1);
  }

  knows(name: string): boolean {
    return this.told.has(name) || this.names.includes(name);
  }

  /** Changes that it had not been told before this connection. */
  get fresh(): number {
    return this.names.filter((name) => !this.told.has(name)).length;
  }

  /** What its connection was told. */
  private get names(): readonly string[] {
    const changes = this.client?.dataOf('saga') ?? [];
    return changes.map(({ sagaId, version }) => `${sagaId}/${version}`);
  }
}

describe('A hundred broken connections', () => {
  it('given connections that break anywhere, then no transition is lost', async () => {
    let isOver = false;
    let orders = 0;
    const load = async (replica: number): Promise<void> => {
      const { url } = replicas[replica % replicas.length] ?? stack.conductor;
      while (!isOver) {
        const body = { definition: 'place-order', input: { orderId: `o-${++orders}` } };
        await callUrl('POST', `${url}/v1/sagas?wait=30s`, { body });
      }
    };
    const listeners = Array.from({ length: CLIENTS }, () => new Listener());
    await Promise.all(listeners.map((listener, index) => listener.connect(index)));
    const work = Promise.all([load(0), load(1), load(0), load(1)]);
    let breaks = 0;
    const breakAll = async (listener: Listener, index: number): Promise<void> => {
      for (let turn = 0; turn < BREAKS / CLIENTS; turn++) {
        // each time after another number of them
        const wanted = 1 + ((turn * 7 + index * 13) % 40);
        await eventually(
          () => listener.fresh,
          (count) => count >= wanted,
        );
        listener.disconnect();
        breaks += 1;
        await listener.connect(turn + index);
      }
    };
    await Promise.all(listeners.map(breakAll));
    isOver = true;
    await work;
    const { rows } = await stack.sql.query<{ name: string }>(
      `select saga_id || '/' || version as name from saga_event`,
    );
    expect([breaks, rows.length > 200]).toEqual([BREAKS, true]);
    for (const listener of listeners) {
      await eventually(
        () => rows.filter(({ name }) => !listener.knows(name)).length,
        (missing) => missing === 0,
      );
      listener.disconnect();
      expect([listener.twice, listener.resets]).toEqual([[], 0]);
    }
  });
});
