import { RecordedLog, ScriptedBus, settle } from '#testing-internal';
import { DescriptionPublisher } from './description-publisher.js';

const MINUTE_MS = 60_000;

let bus: ScriptedBus;
let at: number;
let publisher: DescriptionPublisher;
let closing: AbortController;

beforeEach(async () => {
  bus = new ScriptedBus();
  at = 0;
  closing = new AbortController();
  const description = { participant: 'payment', commands: [], envelopes: 50, instance: 'i-1' };
  publisher = new DescriptionPublisher(description, {
    bus,
    prefix: 'conductor',
    logger: new RecordedLog(),
    signal: closing.signal,
    now: () => at,
  });
  publisher.start();
  await settle();
});

afterEach(() => closing.abort());

async function commandAt(instant: number): Promise<number> {
  at = instant;
  publisher.noteCommand();
  await settle();
  return bus.published.length;
}

describe('A participant that gets commands', () => {
  it('says once a minute that it is there', async () => {
    expect(await commandAt(MINUTE_MS - 1)).toBe(1);
    expect(await commandAt(MINUTE_MS)).toBe(2);
    expect(await commandAt(2 * MINUTE_MS - 1)).toBe(2);
    expect(await commandAt(2 * MINUTE_MS)).toBe(3);
    expect(bus.published[2]?.body).toEqual(bus.published[0]?.body);
  });

  it('says nothing while it gets none, however long that is', async () => {
    at = 100 * MINUTE_MS;
    await settle();
    expect(bus.published).toHaveLength(1);
  });

  it('does not say so more often while the broker does not take it', async () => {
    const release = bus.hold();
    expect(await commandAt(MINUTE_MS)).toBe(2);
    expect(await commandAt(3 * MINUTE_MS)).toBe(2);
    release();
    await settle();
    expect(await commandAt(3 * MINUTE_MS + 1)).toBe(2);
  });

  it('says nothing once it is closed', async () => {
    closing.abort();
    expect(await commandAt(MINUTE_MS)).toBe(1);
  });
});
