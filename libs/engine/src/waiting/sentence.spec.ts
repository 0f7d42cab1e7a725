import {
  compile,
  errored,
  refused,
  sagaSpecification,
  signalled,
  started,
  succeeded,
  timerOf,
  type Arrival,
} from '#testing-sagas';
import type { SagaState } from '../state/saga-state.js';
import {
  childKey,
  NOTHING_KNOWN,
  tellWaiting,
  waitsOf,
  type Outside,
  type Wait,
  type Waiting,
} from './waiting.js';

const SAGA = '01940000-0000-7000-8000-000000000001';
const OTHER = '01940000-0000-7000-8000-000000000009';
const retry = { maxAttempts: 3, initialInterval: '10s', jitter: 'none' };

const TRIP = {
  name: 'trip',
  locks: [{ key: 'order:${input.order}', timeout: '1m' }],
  steps: [
    { name: 'book', command: 'hotel.book', compensation: { command: 'hotel.cancel', retry } },
    { name: 'pay', command: 'bank.pay', kind: 'pivot', retry },
    { name: 'send', command: 'post.send', kind: 'retryable', retry },
  ],
};
const { locks: _locks, ...FREE } = TRIP;

/** The saga after these inputs, and how it says what it waits for. */
function told(document: object, arrivals: readonly Arrival[], outside: Partial<Outside> = {}) {
  const last = arrivals.at(-1);
  if (last === undefined) throw new Error('nothing arrived');
  const { saga } = sagaSpecification(document)(...arrivals.slice(0, -1)).when(last);
  return { saga, waiting: waitingIn(saga, document, outside) };
}

function waitingIn(saga: SagaState, document: object, outside: Partial<Outside> = {}): Waiting {
  const waits = waitsOf(saga);
  if (waits === null) throw new Error('it has ended');
  const definition = compile(document);
  return tellWaiting(
    waits,
    { sagaId: SAGA, definition },
    { ...NOTHING_KNOWN, at: saga.updatedAt + 2000, ...outside },
  );
}

/** Without the instants, which other tests look at. */
function plain({ text }: Waiting): string {
  return text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'T');
}

const attempts = (step: string, code: string, times: number): readonly Arrival[] =>
  Array.from({ length: times }, (_, index) =>
    index === 0 ? [errored(step, code)] : [timerOf(step), errored(step, code)],
  ).flat();

describe('The sentence of a saga', () => {
  it('says who has the command, since when and until when', () => {
    const { waiting, saga } = told(FREE, [started()]);
    expect(waiting).toMatchObject({ code: 'executing', since: saga.startedAt });
    expect(waiting.text).toBe(
      'book waits since 2030-01-01T00:00:00Z for hotel to answer hotel.book, ' +
        'until 2030-01-01T00:00:30Z at the latest.',
    );
    expect(waiting.until).toBe(Date.UTC(2030, 0, 1, 0, 0, 30, 1));
  });

  it('says why it is tried again, and when', () => {
    const { waiting, saga } = told(FREE, [started(), succeeded('book'), errored('pay', 'BUSY')]);
    expect(waiting.code).toBe('back-off');
    expect(plain(waiting)).toBe('pay is tried again at T: bank answered BUSY once.');
    expect([waiting.since, waiting.until]).toEqual([saga.updatedAt, saga.updatedAt + 10_000]);
    const second = told(FREE, [started(), succeeded('book'), errored('pay'), timerOf('pay')]);
    expect(plain(second.waiting)).toBe(
      'pay waits since T for bank to answer bank.pay (attempt 2), until T at the latest.',
    );
    expect(second.waiting.since).toBe(second.saga.updatedAt);
  });

  it('says that it is stuck, on what, and that nobody but a person helps', () => {
    const stuck = [started(), succeeded('book'), succeeded('pay'), ...attempts('send', 'FULL', 3)];
    const { waiting, saga } = told(FREE, stuck);
    expect(waiting).toMatchObject({ code: 'stuck', since: saga.updatedAt, until: null });
    expect(plain(waiting)).toBe(
      'send is stuck since T: post answered FULL 3 times; nothing happens until you act.',
    );
  });

  it('keeps saying since when it is stuck, whatever else happens to it', () => {
    const document = {
      ...FREE,
      steps: [...FREE.steps, waitFor('reply', { after: ['pay'], kind: 'retryable' })],
    };
    const stuck = [started(), succeeded('book'), succeeded('pay'), ...attempts('send', 'FULL', 3)];
    const before = told(document, stuck);
    const after = told(document, [...stuck, signalled('reply')]);
    expect(after.saga.updatedAt).toBeGreaterThan(before.saga.updatedAt);
    expect(after.waiting.since).toBe(before.waiting.since);
    expect(plain(before.waiting)).toBe(
      'send is stuck since T: post answered FULL 3 times; it needs you; 1 other wait beside it.',
    );
    expect(before.waiting.on.map(({ code, step }) => [code, step])).toEqual([
      ['stuck', 'send'],
      ['signal', 'reply'],
    ]);
  });

  it('says of an undo how far it has come', () => {
    const steps = [
      FREE.steps[0],
      { name: 'seat', command: 'bus.book', compensation: 'bus.cancel' },
      { name: 'pay', command: 'bank.pay', kind: 'pivot', retry },
    ];
    const back = [started(), succeeded('book'), succeeded('seat'), refused('pay', 'POOR')];
    const first = told({ ...FREE, steps }, back);
    expect(plain(first.waiting)).toBe(
      'undoing seat waits since T for bus to answer bus.cancel, until T at the latest; ' +
        '0 of 2 steps are undone.',
    );
    const undoing = [...back, succeeded('seat', { result: 'undone' })];
    const { waiting } = told({ ...FREE, steps }, [...undoing, ...attempts('book', 'LOCKED', 3)]);
    expect(plain(waiting)).toBe(
      'undoing book is stuck since T: hotel answered LOCKED 3 times; ' +
        'nothing happens until you act; 1 of 2 steps are undone.',
    );
    expect(waiting.on[0]).toMatchObject({ direction: 'compensate', attempt: 3 });
  });

  it('says of a pivot whose inquiry is stuck that nobody knows what became of it', () => {
    const asked = errored('pay', 'AWAY', { direction: 'inquire' });
    const unanswered = [...attempts('pay', 'BUSY', 3), asked, timerOf('pay'), asked];
    const before = [started(), succeeded('book'), ...unanswered];
    const what = 'the question what became of pay is';
    expect(plain(told(FREE, before).waiting)).toMatch(`${what} tried again at T: bank answered A`);
    const { text } = told(FREE, [...before, timerOf('pay'), asked]).waiting;
    expect(text).toContain(`${what} stuck since`);
  });

  it('tells silence from an answer, and its own words from those of a participant', () => {
    const silent = told(FREE, [started(), succeeded('book'), timerOf('pay')]);
    expect(plain(silent.waiting)).toBe(
      'pay is tried again at T: bank did not answer once (TIMEOUT).',
    );
    const document = {
      ...FREE,
      steps: [
        { name: 'pay', command: 'bank.pay', kind: 'pivot' },
        { name: 'send', command: 'post.send', kind: 'retryable', input: '${steps.pay.output.no}' },
      ],
    };
    const { waiting } = told(document, [started(), succeeded('pay')]);
    expect(plain(waiting)).toMatch(
      /^send is stuck since T: EXPRESSION_FAILED, .+ until you act\.$/,
    );
  });

  it('names the lock, and the saga that holds it', () => {
    const { waiting } = told(TRIP, [started({ order: 'o-1' })]);
    expect(plain(waiting)).toBe(
      'It waits since T for the lock "order:o-1", until T at the latest.',
    );
    const known = told(TRIP, [started({ order: 'o-1' })], {
      holders: new Map([['order:o-1', OTHER]]),
    });
    expect(plain(known.waiting)).toContain(`"order:o-1", which saga ${OTHER} holds, until`);
    expect(known.waiting.on[0]).toMatchObject({ code: 'lock', name: 'order:o-1', sagaId: OTHER });
  });

  it('names the signal, the event with its key, and the time that passes', () => {
    const one = (step: object) => ({ name: 'one', steps: [step] });
    const arrived = [started({ order: 'o-1' })];
    const signal = told(one(waitFor('approval')), arrived).waiting;
    expect(plain(signal)).toBe(
      'approval waits since T for the signal "approval", until T at the latest.',
    );
    expect(signal.on).toMatchObject([{ name: 'approval', title: null }]);
    const awaited = { event: 'bank.settled', key: '${input.order}', eventKey: '${data.order}' };
    const event = told(one({ name: 'paid', wait: { ...awaited, timeout: '1h' } }), arrived).waiting;
    expect(plain(event)).toBe(
      'paid waits since T for the event bank.settled with the key "o-1", until T at the latest.',
    );
    expect(event.on[0]).toMatchObject({ name: 'bank.settled', key: 'o-1' });
    const timer = told(one({ name: 'rest', delay: '1h' }), arrived).waiting;
    expect(timer.text).toBe('rest lets time pass until 2030-01-01T01:00:00Z.');
  });

  it('names the deadline when that comes first', () => {
    const document = { ...FREE, deadline: '5s' };
    const { waiting } = told(document, [started()]);
    expect(plain(waiting)).toMatch(/; the deadline is T\.$/);
    expect(waiting.until).toBe(Date.UTC(2030, 0, 1, 0, 0, 5, 1));
  });

  it('counts the iterations of a loop that wait for their turn', () => {
    const forEach = { items: '${[1, 2, 3, 4]}', as: 'each', maxParallel: 1 };
    const step = { name: 'pick', command: 'shop.pick', compensation: 'none', forEach };
    const { waiting } = told({ name: 'list', steps: [step] }, [started()]);
    expect(waiting.code).toBe('executing');
    expect(waiting.on[1]).toMatchObject({ code: 'limit', step: 'pick', until: null });
  });
});

describe('What is known beside the saga', () => {
  const arrived = [started()];
  const id = `${SAGA}/book/0/execute/1`;

  it('is that a command has not left', () => {
    const unknown = told(FREE, arrived, { unsent: new Map([[id, null]]) }).waiting;
    expect(unknown.code).toBe('outbox');
    expect(plain(unknown)).toBe(
      'book waits since T: hotel.book is still in the outbox, because the broker does not take ' +
        'it now.',
    );
    const { waiting } = told(FREE, arrived, { unsent: new Map([[id, 'UNROUTABLE']]) });
    expect(plain(waiting)).toContain('hotel.book is still in the outbox: UNROUTABLE.');
    const other = new Map([[`${SAGA}/book/0/execute/2`, null]]);
    expect(told(FREE, arrived, { unsent: other }).waiting.code).toBe('executing');
  });

  it('is that nobody takes it from its queue', () => {
    const empty = new Map([['hotel', { consumers: 0, ready: 7 }]]);
    const { waiting } = told(FREE, arrived, { queues: empty });
    expect(waiting.code).toBe('no-consumer');
    expect(plain(waiting)).toBe(
      'book waits since T for hotel, whose queue has no consumer (7 messages in it): ' +
        'no process of it runs.',
    );
    const missing = told(FREE, arrived, { queues: new Map([['hotel', null]]) }).waiting;
    expect(plain(missing)).toContain('whose queue does not exist');
    const busy = new Map([['hotel', { consumers: 1, ready: 7 }]]);
    expect(told(FREE, arrived, { queues: busy }).waiting.code).toBe('executing');
  });

  it('is which child saga it waits for, and how that is', () => {
    const step = { name: 'sub', saga: { definition: 'parcel' } };
    const document = { name: 'parent', steps: [step] };
    const key = childKey({ parentId: SAGA, step: 'sub', iteration: 0 });
    const { waiting } = told(document, arrived, {
      children: new Map([[key, { id: OTHER, status: 'stuck' }]]),
    });
    expect(waiting.code).toBe('child');
    expect(plain(waiting)).toBe(
      `sub waits since T for its child saga parcel (${OTHER}), which is stuck.`,
    );
    expect(waiting.on[0]).toMatchObject({ name: 'parcel', participant: null, sagaId: OTHER });
  });
});

describe('The text', () => {
  it('stays on one line of 300 characters, whatever the names are', () => {
    const long = `o\n${'\u{1F600}'.repeat(120)}`;
    const { waiting } = told(TRIP, [started({ order: long })]);
    expect(waiting.text).not.toMatch(/[\n\uD800-\uDBFF]…/);
    expect(waiting.text).not.toContain('\n');
    expect(waiting.text.length).toBeLessThanOrEqual(300);
    const code = 'X'.repeat(1_000);
    const stuck = [started(), succeeded('book'), succeeded('pay'), ...attempts('send', code, 3)];
    const { text } = told(FREE, stuck).waiting;
    expect(text.length).toBeLessThanOrEqual(300);
    expect(text).toMatch(/X…/);
    expect(text).toMatch(/until you act\.$/);
  });

  it('says who paused it, and why', () => {
    const pause: Wait = {
      code: 'paused',
      step: null,
      direction: null,
      iteration: 0,
      attempt: 0,
      since: Date.UTC(2030, 0, 1),
      until: null,
      error: null,
      name: null,
      pauses: [{ pause: null, actor: 'alice', reason: 'the bank moves' }],
    };
    const waits = { waits: [pause], more: 0, deadlineAt: null, undo: null };
    const waiting = tellWaiting(waits, { sagaId: SAGA, definition: null }, NOTHING_KNOWN);
    expect(plain(waiting)).toBe(
      'It is paused since T: alice paused the saga ("the bank moves"), and its clocks stand ' +
        'still; nothing happens until you act.',
    );
  });
});

function waitFor(signal: string, place: object = {}) {
  return { name: signal, ...place, wait: { signal, timeout: '1h' } };
}
