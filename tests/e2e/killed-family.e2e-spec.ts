import type { ChildProcess } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { callUrl } from '../../apps/conductor/src/conductor-call.fixture.js';
import { UNSENT } from './effects.fixture.js';
import { findFreePort, Fleet, waitFor, waitUntilUp } from './fleet.fixture.js';

const LINE = {
  name: 'reserve-line',
  steps: [
    {
      name: 'reserve',
      command: 'shipping.reserve',
      compensation: 'shipping.release',
      input: { orderId: '${saga.key}', lines: [{ sku: 'book', quantity: '${input.quantity}' }] },
    },
  ],
};
const SALE = {
  name: 'sale',
  locks: ['customer:${input.customer}'],
  steps: [
    {
      name: 'lines',
      saga: { definition: 'reserve-line' },
      forEach: { items: '${[1, 2]}', as: 'quantity' },
      input: { quantity: '${quantity}' },
    },
    {
      name: 'authorize',
      command: 'payment.authorize',
      compensation: 'payment.void',
      input: { orderId: '${saga.key}', amount: 40, card: '${input.card}' },
    },
    {
      name: 'capture',
      command: 'payment.capture',
      kind: 'pivot',
      input: { authorizationId: '${steps.authorize.output.authorizationId}' },
    },
  ],
};

/** The distributed form, with sagas that have children and take turns. */
describe('two conductors with families of sagas, one of which is killed', () => {
  let fleet: Fleet;
  let conductors: readonly ChildProcess[];
  let urls: readonly string[];

  beforeAll(async () => {
    fleet = await Fleet.prepare();
    const ports = [await findFreePort(), await findFreePort()];
    urls = ports.map((port) => `http://127.0.0.1:${port}`);
    conductors = await Promise.all(
      ports.map((port) => fleet.start('conductor', { PORT: String(port) })),
    );
    await fleet.start('payment-service');
    await fleet.start('shipping-service');
    for (const url of urls) await waitUntilUp(`${url}/health/ready`);
    for (const document of [LINE, SALE]) await post(`${urls[0]}/v1/definitions`, document);
  });

  afterAll(() => fleet.end());

  /** Ten customers; one card in four is declined. */
  function sell(url: string | undefined, count: number, name: string): Promise<unknown> {
    const start = (index: number) =>
      post(`${url}/v1/sagas`, {
        definition: 'sale',
        key: `${name}-${index}`,
        input: {
          customer: `c-${index % 10}`,
          card: index % 4 === 0 ? '4000000000000002' : '4242424242424242',
        },
      });
    return Promise.all(Array.from({ length: count }, (_, index) => start(index)));
  }

  it('end parents and children together, every effect once, and all locks given back', async () => {
    await Promise.all([sell(urls[0], 40, 'first'), sell(urls[1], 40, 'second')]);
    const [first] = conductors;
    if (first) await fleet.kill(first);
    await sell(urls[1], 20, 'later');

    const expected = {
      sagas: {
        'reserve-line completed': 150,
        'reserve-line compensated': 50,
        'sale completed': 75,
        'sale compensated': 25,
      },
      captures: 75,
      openAuthorizations: 0,
      reserved: 150,
      booksTaken: 75 * 3,
      locks: 0,
      outbox: 0,
    };
    await waitFor(
      'all effects',
      () => read(fleet),
      (seen) => isDeepStrictEqual(seen, expected),
    );
    expect(await read(fleet)).toEqual(expected);
  });
});

async function post(url: string, body: object): Promise<void> {
  const answer = await callUrl('POST', url, { body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
}

async function read(fleet: Fleet) {
  const count = async (database: keyof Fleet['databases'], text: string): Promise<number> =>
    Number((await fleet.query<{ count: string }>(database, text))[0]?.count);
  const rows = await fleet.query<{ what: string; count: number }>(
    'conductor',
    `select definition_name || ' ' || status as what, count(*)::int as count
       from saga group by 1 order by 1`,
  );
  return {
    sagas: Object.fromEntries(rows.map(({ what, count: sagas }) => [what, sagas])),
    captures: await count('payment', 'select count(*) from capture'),
    openAuthorizations: await count(
      'payment',
      "select count(*) from card_authorization where status = 'authorized'",
    ),
    reserved: await count('shipping', "select count(*) from reservation where status = 'reserved'"),
    booksTaken: await count(
      'shipping',
      "select 1000000 - available as count from stock where sku = 'book'",
    ),
    locks: await count('conductor', 'select count(*) from saga_lock'),
    outbox: await count('conductor', UNSENT),
  };
}
