import { openTestBus } from '#testing-duties';
import { TcpProxy, brokerUrl, eventually } from '#testing-internal';
import { Bench, openDatabase } from '../stories/participant.fixture.js';
import type { DomainEvent } from './domain-event.js';
import {
  isEmpty,
  Listener,
  makeAllDue,
  openOutbox,
  PLACED,
  publishAll,
  rowsOf,
  startOutbox,
  untilRows,
} from './event-outbox.fixture.js';
import { EventStore } from './event-store.js';

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});

afterEach(async () => {
  await bench?.close();
});

const wanted = (event: string): DomainEvent => ({
  event,
  data: {},
  key: 'o-1',
  mustBeRouted: true,
});

describe('A process that ends', () => {
  it('between commit and publish loses nothing: the next one publishes it', async () => {
    const listener = await Listener.open(bench);
    const ended = await openOutbox(bench);
    const ids = await publishAll(bench, ended, [PLACED, { ...PLACED, event: 'order.paid' }]);

    await startOutbox(bench);

    await listener.waitFor(2);
    expect(listener.ids).toEqual(ids);
    await untilRows(bench, isEmpty);
  });

  it('while it publishes keeps the event for the length of its lease, and no longer', async () => {
    const listener = await Listener.open(bench);
    const ended = await openOutbox(bench);
    const ids = await publishAll(bench, ended, [PLACED]);
    const claimed = await new EventStore(bench.dataSource).claim(100, 30_000);
    expect(claimed.map(({ eventId }) => eventId)).toEqual(ids);
    const other = await startOutbox(bench);
    const [later] = await publishAll(bench, other, [PLACED]);
    await listener.waitFor(1);
    expect(listener.ids).toEqual([later]);

    await makeAllDue(bench);

    await listener.waitFor(2);
    expect(listener.ids).toEqual([later, ...ids]);
  });
});

describe('The broker', () => {
  it('away: events stay untried, and go out when it is back', async () => {
    const listener = await Listener.open(bench);
    const proxy = await TcpProxy.to(brokerUrl());
    const bus = await openTestBus('events', proxy.through(brokerUrl()));
    bench.onClose(() => bus.close().then(() => proxy.close()));
    const outbox = await startOutbox(bench, { bus });
    await proxy.shut();
    proxy.cut();
    await eventually(
      () => bus.status(),
      (status) => status === 'disconnected',
    );

    const ids = await publishAll(bench, outbox, [PLACED, PLACED]);
    expect(await rowsOf(bench)).toEqual(
      ids.map(() => ({ event: 'order.placed', tries: 0, trouble: null, isHeld: false })),
    );
    await proxy.open();

    await listener.waitFor(2);
    expect(listener.ids).toEqual(ids);
    await untilRows(bench, isEmpty);
  });

  it('lost before it has confirmed: the event goes out again, under the same id', async () => {
    const listener = await Listener.open(bench);
    const proxy = await TcpProxy.to(brokerUrl());
    const bus = await openTestBus('events', proxy.through(brokerUrl()));
    bench.onClose(() => bus.close().then(() => proxy.close()));
    const outbox = await startOutbox(bench, { bus });
    proxy.swallowAnswers();
    const [id] = await publishAll(bench, outbox, [PLACED]);
    await listener.waitFor(1);

    proxy.cut();

    await untilRows(bench, ([row]) => row?.trouble === 'unsent');
    await listener.waitFor(2);
    expect(listener.ids).toEqual([id, id]);
    await untilRows(bench, isEmpty);
  });
});

describe('Large events', () => {
  it('are claimed a mebibyte at a time, and one at least', async () => {
    const outbox = await openOutbox(bench);
    const sizes = [400_000, 400_000, 400_000, 1_040_000];
    const events = sizes.map((chars) => ({ ...PLACED, data: { text: 'x'.repeat(chars) } }));
    const ids = await publishAll(bench, outbox, events);
    const store = new EventStore(bench.dataSource);
    const claim = async () => (await store.claim(100, 30_000)).map(({ eventId }) => eventId);

    expect(await claim()).toEqual(ids.slice(0, 2));
    expect(await claim()).toEqual([ids[2]]);
    expect(await claim()).toEqual([ids[3]]);
    expect(await claim()).toEqual([]);
  });
});

describe('An event for which there is no queue', () => {
  it('is done with', async () => {
    const listener = await Listener.open(bench, 'order.cancelled');
    const outbox = await startOutbox(bench);

    await publishAll(bench, outbox, [PLACED]);

    await untilRows(bench, isEmpty);
    expect(listener.ids).toEqual([]);
  });

  it('but must be routed, stays, and the later ones of its key behind it', async () => {
    const outbox = await startOutbox(bench);
    const ids = await publishAll(bench, outbox, [wanted('order.placed'), wanted('order.paid')]);
    await untilRows(bench, ([first]) => first?.trouble === 'unroutable');
    const subject = { event: 'order.placed', key: 'o-1' };
    expect(await outbox.pendingOf(subject)).toEqual([
      {
        ...subject,
        eventId: ids[0],
        createdAt: expect.any(Date),
        tries: expect.any(Number),
        trouble: 'unroutable',
      },
    ]);
    expect((await rowsOf(bench))[1]).toMatchObject({ event: 'order.paid', tries: 0 });

    const listener = await Listener.open(bench);

    await listener.waitFor(2);
    expect(listener.ids).toEqual(ids);
    await untilRows(bench, isEmpty);
    expect(await outbox.pendingOf(subject)).toEqual([]);
  });

  it('holds up no event of another key, and none without', async () => {
    const listener = await Listener.open(bench, 'order.paid');
    const outbox = await startOutbox(bench);
    await publishAll(bench, outbox, [wanted('order.placed')]);
    await untilRows(bench, ([first]) => first?.trouble === 'unroutable');

    const ids = await publishAll(bench, outbox, [
      { ...wanted('order.paid'), key: 'o-2' },
      { event: 'order.paid', data: {} },
    ]);

    await listener.waitFor(2);
    expect(listener.ids).toEqual(ids);
  });
});

describe('What a database says of an event', () => {
  it.each(['German', 'SQL, DMY', 'Postgres, MDY'])(
    'is read the same with the date style %s',
    async (dateStyle) => {
      const name = new URL(bench.databaseUrl).pathname.slice(1);
      await bench.dataSource.query(`alter database "${name}" set datestyle = ${dateStyle}`);
      const dataSource = await openDatabase(bench.databaseUrl);
      bench.onClose(() => dataSource.destroy());
      const outbox = await openOutbox(bench, { dataSource });
      await dataSource.transaction((manager) => outbox.publish(manager, wanted('order.placed')));
      const [pending] = await outbox.pendingOf({ event: 'order.placed', key: 'o-1' });
      const listener = await Listener.open(bench);

      await outbox.start();

      const [heard] = await listener.waitFor(1);
      const at = pending?.createdAt.getTime() ?? 0;
      expect(Math.abs(Date.now() - at)).toBeLessThan(600_000);
      expect(heard?.properties.timestamp).toBe(Math.floor(at / 1000));
    },
  );

  it.each([
    ['its instant is none', "created_at = 'infinity'"],
    ['its name fits no routing key', "event = repeat('a', 300)"],
    ['it is too large', "data = repeat(' ', 1100000)"],
  ])('and cannot be published, for %s, holds up no other one', async (_, spoilt) => {
    const listener = await Listener.open(bench);
    const outbox = await openOutbox(bench);
    const [bad, good] = await publishAll(bench, outbox, [PLACED, PLACED]);
    await bench.dataSource.query(`update event_outbox set ${spoilt} where event_id = $1`, [bad]);

    await outbox.start();

    await listener.waitFor(1);
    expect(listener.ids).toEqual([good]);
    const [left] = await untilRows(bench, (rows) => rows.length === 1);
    expect(left).toMatchObject({ tries: 1, trouble: 'unsent' });
    expect(bench.log.lines).toContainEqual(
      expect.objectContaining({
        message: 'an event of the outbox cannot be published: look at its row',
        facts: expect.objectContaining({ eventId: bad }),
      }),
    );
  });
});

it('Two relays publish each of 400 events once, those of a key in order', async () => {
  const listener = await Listener.open(bench);
  const one = await startOutbox(bench);
  await startOutbox(bench);
  const keys = Array.from({ length: 20 }, (_, index) => `k-${index}`);
  const published = await Promise.all(
    keys.map((key) =>
      publishAll(
        bench,
        one,
        Array.from({ length: 20 }, (_, count) => ({
          event: 'order.counted',
          key,
          data: { count },
        })),
      ),
    ),
  );

  await listener.waitFor(400);

  await untilRows(bench, isEmpty);
  expect([...listener.ids].sort()).toEqual(published.flat().sort());
  for (const ids of published) {
    const own = new Set<string | undefined>(ids);
    expect(listener.ids.filter((id) => own.has(id))).toEqual(ids);
  }
});
