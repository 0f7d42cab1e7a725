import { readdirSync, readFileSync } from 'node:fs';
import { endsWell, failureMatrix } from '#simulation';
import { type JsonValue } from '#protocol';
import { compile, FamilyRun, SagaRun } from '#testing-sagas';

/* The definitions of `examples/`, run through success, every refusal and every silence. */

/** Something that each of them could be started with. */
const INPUTS: Readonly<Record<string, JsonValue>> = {
  'order-with-gift.json': { orderId: 'o-1', amount: 40, lines: [{}], gift: { text: 'Enjoy!' } },
  'order-apology.json': { orderId: 'o-1', code: 'SOLD_OUT' },
  'travel-booking.json': { tripId: 't-1', from: 'BER', to: 'OSL', nights: 3, needsCar: true },
  'loan-approval.json': { loanId: 'l-1', customerId: 'c-1', amount: 5000 },
  'subscription-renewal.json': {
    subscriptionId: 's-1',
    endsAt: '2030-02-01T00:00:00Z',
    price: 9.5,
  },
  'marketplace-parcel.json': { orderId: 'o-2', reservationId: 'v-1' },
  'marketplace-order.json': {
    orderId: 'o-2',
    lines: [
      { seller: 'a', sku: 'lamp', price: 20 },
      { seller: 'b', sku: 'book', price: 12.5 },
    ],
  },
};

/** Whatever their expressions ask of a participant's answer. */
const OUTPUT = {
  authorizationId: 'a-1',
  trackingId: 't-1',
  price: 100,
  receiptId: 'r-1',
  score: 7,
  contractId: 'k-1',
  isPaid: true,
  paymentId: 'p-1',
  until: '2031-02-01',
  reservationId: 'v-1',
};

const files = readdirSync('examples').filter((file) => file.endsWith('.json'));

it('there are six of them, and a child of one', () => {
  expect(files.sort()).toEqual(Object.keys(INPUTS).sort());
});

describe.each(files)('examples/%s', (file) => {
  const document = JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as object;
  const definition = compile(document);
  const input = INPUTS[file] ?? null;

  it('is valid, and gives no cause for warnings', () => {
    expect(definition.warnings).toEqual([]);
    expect(definition.checkInput(input)).toEqual([]);
  });

  it('completes when nobody says no', () => {
    const run = new SagaRun(definition, input);
    for (let turn = 0; run.state.status === 'running' && turn < 100; turn++) goOn(run);
    expect(run.state).toMatchObject({ status: 'completed', error: null });
    expect(run.state.output).not.toEqual({});
  });

  it('ends well whatever goes wrong', () => {
    const paths = [...failureMatrix(definition)];
    // silence cannot befall a child saga
    expect(paths.length).toBeGreaterThanOrEqual(16);
    expect(paths.filter((path) => !endsWell(path, definition))).toEqual([]);
  });
});

describe('A loan that nobody approves', () => {
  it('is not paid out: what was reserved is released', () => {
    const loan = compile(JSON.parse(readFileSync('examples/loan-approval.json', 'utf8')) as object);
    const run = new SagaRun(loan, INPUTS['loan-approval.json'] ?? null);
    for (let turn = 0; run.state.endedAt === null && turn < 100; turn++) goOn(run, false);
    expect(run.state).toMatchObject({ status: 'compensated', error: { code: 'NOT_APPROVED' } });
    const sent = run.sent.map(({ command }) => command);
    expect(sent).not.toContain('treasury.pay');
    expect(sent).toContain('treasury.release');
  });
});

describe('A marketplace order and its parcels', () => {
  const read = (name: string) =>
    compile(JSON.parse(readFileSync(`examples/${name}.json`, 'utf8')) as object);
  const family = (refused: string | null) =>
    new FamilyRun({
      definitions: [read('marketplace-order'), read('marketplace-parcel')],
      input: INPUTS['marketplace-order.json'] ?? null,
      output: OUTPUT,
      isRefused: (key) => refused !== null && key.includes(`/${refused}/`),
    });

  it('end together when everybody does his part', () => {
    const run = family(null);
    run.settle();
    expect(run.sagas.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    expect(run.root.output).toEqual({ parcels: [{ trackingId: 't-1' }, { trackingId: 't-1' }] });
  });

  it.each(['reserve', 'pay'])('leave nothing behind when %s is refused', (step) => {
    const run = family(step);
    run.settle();
    expect(run.root.status).toBe('compensated');
    expect(run.applied).toEqual([]);
  });

  it.each(['pick', 'label', 'handOver'])('need a person when %s of a parcel is refused', (step) => {
    const run = family(step);
    for (let turn = 0; turn < 200 && run.root.status === 'running'; turn++) run.deliver(0, false);
    expect(run.root.status).toBe('stuck');
    const parcels = run.sagas.filter(({ parent }) => parent !== null);
    expect(parcels.map(({ status }) => status)).toEqual(['compensated', 'compensated']);
  });
});

/** Answers a command; or gives a signal; or lets time pass. */
function goOn(run: SagaRun, approved = true): void {
  const [command] = run.inFlight;
  if (command) {
    run.answer(command, { type: 'succeeded', output: OUTPUT });
    return;
  }
  const waiting = run.definition.steps.find(
    ({ name }) => run.state.steps[name]?.status === 'waiting',
  );
  if (waiting?.type === 'wait') {
    const payload = { approved, by: 'ann', rate: 0.04 };
    run.take({ type: 'signal', at: run.at + 1, name: waiting.signal, id: waiting.name, payload });
  } else {
    run.passTime();
  }
}
