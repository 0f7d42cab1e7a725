import { packReplies, replyMessage, signCorrelation, type ReplyOutcome } from '#contracts';
import type { OutgoingMessage } from '#bus';
import { PipelineBench, ScriptedBus, settle } from '#testing-internal';
import { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import { ReplyIntake } from './reply-intake.js';

const SECRET = 'secret';

async function setUp(
  options: { readonly prefetch?: number; readonly foreign?: readonly string[] } = {},
) {
  const bench = new PipelineBench();
  const bus = new ScriptedBus();
  const { store, clock, pipeline } = bench;
  const report = (fault: { during: string; error: unknown }): void => void bench.faults.push(fault);
  const deadMessages = new DeadMessageKeeper({ store, clock, report });
  const isForeign = (participant: string) => options.foreign?.includes(participant);
  const senders = { refusal: (by: string) => (isForeign(by) ? `not of ${by}` : null) };
  const parts = { bus, store, pipeline, deadMessages, report, clock, senders };
  const own = { queue: 'replies', secrets: SECRET, prefetch: options.prefetch ?? 500 };
  const intake = new ReplyIntake({ ...parts, ...own });
  await intake.start();
  const startSagas = async (count: number) => {
    const ids: string[] = [];
    for (let index = 0; index < count; index++) ids.push(await bench.start());
    return ids;
  };
  const versions = (ids: readonly string[]) => ids.map((id) => store.stateOf(id)?.version);
  const dead = () => [...store.deadMessages.values()];
  return { bench, bus, store, clock, intake, startSagas, versions, dead };
}

const SUCCEEDED: ReplyOutcome = { type: 'succeeded', output: null };

function reply(
  sagaId: string,
  { secret = SECRET, outcome = SUCCEEDED, ...more }: ReplyParts = {},
): OutgoingMessage {
  const attempt = { step: 'create', iteration: 0, direction: 'execute', attempt: 1 } as const;
  const correlationId = signCorrelation(secret, { sagaId, ...attempt, ...more });
  const command = { messageId: 'm', correlationId, replyTo: 'replies' };
  return replyMessage(command, outcome, { appId: 'order', at: 0 });
}

interface ReplyParts {
  readonly secret?: string;
  readonly outcome?: ReplyOutcome;
  readonly participant?: string;
}

function envelope(replies: readonly OutgoingMessage[], deliveryCount = 0) {
  const [parcel] = packReplies(replies, 200);
  const { body, properties } = parcel?.message ?? {};
  return { body, properties: { headers: {}, ...properties }, deliveryCount } as never;
}

describe('An envelope of replies', () => {
  it('is acknowledged when the transitions of all of them are committed', async () => {
    const { bus, store, intake, startSagas, versions } = await setUp();
    const ids = await startSagas(50);
    const before = store.transactions.length;
    const release = store.faults.hold();
    const delivered = bus.deliver(envelope(ids.map((id) => reply(id))));
    await settle();
    expect(delivered.isAcknowledged).toBe(false);
    expect(intake).toMatchObject({ inHandCount: 1, processedCount: 0 });
    release();
    await settle();
    expect(delivered.isAcknowledged).toBe(true);
    expect(versions(ids)).toEqual(ids.map(() => 2));
    expect(store.transactions.slice(before).map(({ sagaIds }) => sagaIds.length)).toEqual([50]);
    expect(intake).toMatchObject({ inHandCount: 0, processedCount: 1 });
  });

  it('has the good ones taken, and each bad one set aside by itself, with its reason', async () => {
    const { bus, startSagas, versions, dead } = await setUp({ foreign: ['payment'] });
    const ids = await startSagas(6);
    const [a, b, c, d, e, f] = ids as [string, string, string, string, string, string];
    const idOf = (message: OutgoingMessage) =>
      `"correlationId":"${message.properties.correlationId}"`;
    const good = '"outcome":"succeeded"';
    const text = [
      `{${idOf(reply(a))},${good}}`,
      `{${idOf(reply(b, { secret: 'another' }))},${good}}`,
      `{${idOf(reply(c))},${good},"output":1e400}`,
      `{${idOf(reply(d))},"outcome":"maybe"}`,
      `{${idOf(reply(e, { participant: 'payment' }))},${good}}`,
      `{${idOf(reply(f))},${good}}`,
    ];
    const contentType = 'application/vnd.conductor.replies+json';
    const body = Buffer.from(`{"replies":[${text.join(', ')}]}`);
    const delivered = bus.deliver({ body, properties: { contentType } });
    await settle();
    await settle();

    expect(delivered.isAcknowledged).toBe(true);
    expect(versions(ids)).toEqual([2, 1, 1, 1, 1, 2]);
    const found = dead().map(({ reason, sagaId, body: kept }) => [reason, sagaId, `${kept}`]);
    expect(found.toSorted()).toEqual(
      [
        ['BAD_SIGNATURE', null, text[1]],
        ['UNSTORABLE_NUMBER', null, text[2]],
        ['UNKNOWN_FORM', d, text[3]],
        ['WRONG_SENDER', e, text[4]],
      ].toSorted(),
    );
  });

  it('is one dead message where no reply can be taken out of it', async () => {
    const { bus, dead } = await setUp();
    const contentType = 'application/vnd.conductor.replies+json';
    const bodies = ['{"replies":[{"outco', '{"replies":7}', `{"replies":[${'0,'.repeat(9_999)}0]}`];
    const delivered = bodies.map((body) =>
      bus.deliver({ body: Buffer.from(body), properties: { contentType } }),
    );
    await settle();
    expect(delivered.map(({ isAcknowledged }) => isAcknowledged)).toEqual([true, true, true]);
    expect(dead().map(({ reason, bytes }) => [reason, bytes])).toEqual([
      ['NOT_JSON', bodies[0]?.length],
      ['UNKNOWN_FORM', bodies[1]?.length],
      ['UNKNOWN_FORM', bodies[2]?.length],
    ]);
  });

  it('waits as one while the store is away, and nothing of it is lost', async () => {
    const { bus, store, clock, startSagas, versions, dead } = await setUp();
    const ids = await startSagas(3);
    store.faults.goAway();
    const bad = { ...reply('s'), body: Buffer.from('{"outcome":"maybe"}') };
    const delivered = bus.deliver(envelope([...ids.map((id) => reply(id)), bad]));
    await clock.advance(5000);
    expect(delivered.isAcknowledged).toBe(false);
    store.faults.comeBack();
    await clock.advance(10_000);
    expect(delivered.isAcknowledged).toBe(true);
    expect(versions(ids)).toEqual([2, 2, 2]);
    expect(dead()).toHaveLength(1);
  });

  it('does not have more of them in the pipeline than replies may be', async () => {
    const { bench, bus, store, startSagas, versions } = await setUp({ prefetch: 4 });
    const ids = await startSagas(10);
    const before = store.transactions.length;
    const delivered = bus.deliver(envelope(ids.map((id) => reply(id))));
    expect(bench.pipeline.queuedCount).toBeLessThanOrEqual(4);
    for (let turn = 0; turn < 5; turn++) await settle();
    expect(delivered.isAcknowledged).toBe(true);
    expect(versions(ids)).toEqual(ids.map(() => 2));
    const sizes = store.transactions.slice(before).map(({ sagaIds }) => sagaIds.length);
    expect(Math.max(...sizes)).toBe(4);
  });

  it('of which some have not begun when it stops is left to another one', async () => {
    const { bench, bus, store, intake, startSagas, versions } = await setUp({ prefetch: 2 });
    const ids = await startSagas(5);
    const release = store.faults.hold();
    const delivered = bus.deliver(envelope(ids.map((id) => reply(id))));
    await settle();
    await intake.stop();
    release();
    for (let turn = 0; turn < 5; turn++) await settle();
    expect(versions(ids)).toEqual([2, 2, 1, 1, 1]);
    expect(delivered.isAcknowledged).toBe(false);
    expect(bench.pipeline.queuedCount).toBe(0);
  });

  it.each([
    [6, [0, 1, 2]],
    [7, [2, 1, 0]],
  ])('that came %i times is taken one by one, from either end in turn', async (count, order) => {
    const { bus, store, startSagas } = await setUp();
    const ids = await startSagas(3);
    const before = store.transactions.length;
    const delivered = bus.deliver(
      envelope(
        ids.map((id) => reply(id)),
        count,
      ),
    );
    for (let turn = 0; turn < 5; turn++) await settle();
    expect(delivered.isAcknowledged).toBe(true);
    expect(store.transactions.slice(before).map(({ sagaIds }) => sagaIds)).toEqual(
      order.map((index) => [ids[index]]),
    );
  });

  it('that keeps coming back is set aside, each of its replies', async () => {
    const { bus, startSagas, versions, dead } = await setUp();
    const ids = await startSagas(2);
    const delivered = bus.deliver(
      envelope(
        ids.map((id) => reply(id)),
        15,
      ),
    );
    for (let turn = 0; turn < 5; turn++) await settle();
    expect(delivered.isAcknowledged).toBe(true);
    expect(dead().map(({ reason }) => reason)).toEqual([
      'REDELIVERED_TOO_OFTEN',
      'REDELIVERED_TOO_OFTEN',
    ]);
    expect(versions(ids)).toEqual([1, 1]);
  });

  it('changes a saga once, whatever of it comes twice', async () => {
    const { bus, startSagas, versions } = await setUp();
    const ids = await startSagas(2);
    const twice = ids.flatMap((id) => [reply(id), reply(id)]);
    const first = bus.deliver(envelope(twice));
    const again = bus.deliver(envelope(twice, 1));
    for (let turn = 0; turn < 5; turn++) await settle();
    expect([first.isAcknowledged, again.isAcknowledged]).toEqual([true, true]);
    expect(versions(ids)).toEqual([2, 2]);
  });
});
