import {
  errored,
  lockCheck,
  operatorAsks,
  refused,
  resendAsked,
  sagaSpecification,
  started,
  succeeded,
  type Arrival,
} from '#testing-sagas';
import { endOfWait } from '../state/outages.js';
import type { Outage } from '../state/saga-input.js';

const given = sagaSpecification({
  name: 'one-attempt',
  defaults: {
    retry: { maxAttempts: 1 },
    compensation: { timeout: '5s', retry: { maxAttempts: 1 } },
  },
  steps: [
    { name: 'reserve', command: 'stock.reserve', compensation: 'stock.free', timeout: '5s' },
    { name: 'pay', command: 'payment.take', kind: 'pivot', timeout: '5s' },
  ],
});

/** The saga is woken when the step's timer is due; outages are in ms from there. */
function timerAfter(step: string, ...outages: readonly (readonly [number, number])[]): Arrival {
  return ({ state }) => {
    const current = state?.steps[step];
    const at = current && 'exchange' in current ? current.exchange.dueAt : 0;
    const known = outages.map(([from, to]): Outage => ({ from: at + from, to: at + to }));
    return { type: 'timer', at, unsent: [], outages: known };
  };
}

function sentLate(step: string, byMs: number): Arrival {
  return ({ state, at }) => {
    const current = state?.steps[step];
    const exchange = current && 'exchange' in current ? current.exchange : null;
    const attempt = `${exchange?.direction}/${exchange?.attempt}`;
    const messageId = `${state?.id}/${step}/${current?.iteration}/${attempt}`;
    return { type: 'sent', at: at + byMs, messageId };
  };
}

describe('A command that left late', () => {
  it('is given its whole timeout from then on', () => {
    given(started())
      .when(sentLate('reserve', 120_000))
      .thenSends()
      .andStatusIs('running')
      .andNextTimerIsIn(5000);
  });

  it('is not in flight any more when its reply was faster than the word that it left', () => {
    given(started(), succeeded('reserve'), succeeded('pay'))
      .when(sentLate('reserve', 120_000))
      .thenNothingHappens('saga-ended');
  });

  it('is given it once, however often that is told', () => {
    given(started(), sentLate('reserve', 120_000))
      .when(sentLate('reserve', 1000))
      .thenNothingHappens('nothing-due');
  });

  it('is given it again when it was lost with the broker and went out once more', () => {
    given(started(), sentLate('reserve', 120_000), resendAsked())
      .when(sentLate('reserve', 60_000))
      .thenSends()
      .andNextTimerIsIn(5000);
  });

  it('may be a compensation or an inquiry', () => {
    given(started(), succeeded('reserve'), refused('pay'))
      .when(sentLate('reserve', 60_000))
      .thenSends()
      .andNextTimerIsIn(5000);
    given(started(), succeeded('reserve'), errored('pay'))
      .when(sentLate('pay', 60_000))
      .thenSends()
      .andNextTimerIsIn(5000);
  });
});

describe('An outage that an attempt waited through', () => {
  it('is not silence: the attempt is given what it took, and a timeout after its end', () => {
    given(started())
      .when(timerAfter('reserve', [-3000, -1000]))
      .thenSends()
      .andStatusIs('running')
      .andNextTimerIsIn(4000);
  });

  it('leads to no further attempt and no way back', () => {
    given(started(), timerAfter('reserve', [-3000, -1000]))
      .when(succeeded('reserve'))
      .thenSends('payment.take')
      .andStatusIs('running');
  });

  it('that is not over yet is waited for', () => {
    given(started())
      .when(timerAfter('reserve', [-4000, 10_000]))
      .thenSends()
      .andNextTimerIsIn(15_000);
  });

  it('counts once: a participant that stays silent is timed out', () => {
    given(started(), timerAfter('reserve', [-3000, -1000]))
      .when(timerAfter('reserve', [-7000, -5000]))
      .thenSends('stock.free')
      .andStatusIs('compensating');
  });

  it('was over before the command was sent: that is no reason to wait', () => {
    given(started())
      .when(timerAfter('reserve', [-60_000, -5001]))
      .thenSends('stock.free')
      .andStatusIs('compensating');
  });

  it('is given to a compensation and to an inquiry as well', () => {
    given(started(), succeeded('reserve'), refused('pay'))
      .when(timerAfter('reserve', [-3000, -1000]))
      .thenSends()
      .andStepIs('reserve', 'compensating');
    given(started(), succeeded('reserve'), errored('pay'))
      .when(timerAfter('pay', [-3000, -1000]))
      .thenSends()
      .andStepIs('pay', 'inquiring');
  });

  it('does not put off a back-off', () => {
    sagaSpecification({
      name: 'two-attempts',
      steps: [{ name: 'reserve', command: 'stock.reserve', compensation: 'stock.free' }],
    })(started(), errored('reserve'))
      .when(timerAfter('reserve', [-60_000, 10_000]))
      .thenSends('stock.reserve');
  });

  it('does not put off the deadline of a saga, which is its user’s clock', () => {
    sagaSpecification({
      name: 'with-deadline',
      deadline: '1s',
      steps: [{ name: 'reserve', command: 'stock.reserve', compensation: 'stock.free' }],
    })(started())
      .when(({ at }) => {
        const outages = [{ from: at, to: at + 60_000 }];
        return { type: 'timer', at: at + 2000, unsent: [], outages };
      })
      .thenSends('stock.free')
      .andStatusIs('compensating');
  });

  it('is given to a command that a participant forwards', () => {
    sagaSpecification({
      name: 'on-slip',
      mode: 'routing-slip',
      defaults: { retry: { maxAttempts: 1 } },
      steps: [
        { name: 'reserve', command: 'stock.reserve', compensation: 'stock.free', timeout: '5s' },
        { name: 'pay', command: 'payment.take', compensation: 'payment.void', timeout: '5s' },
      ],
    })(started(), (saga) => ({ ...succeeded('reserve')(saga), forwarded: true }) as never)
      .when(timerAfter('pay', [-3000, -1000]))
      .thenSends()
      .andStepIs('pay', 'executing');
  });
});

describe('An outage during the wait for a lock', () => {
  const locking = sagaSpecification({
    name: 'locking',
    locks: [{ key: '${input.customer}', timeout: '1m' }],
    steps: [{ name: 'reserve', command: 'stock.reserve', compensation: 'stock.free' }],
  });
  const lookAfter = (delayMs: number, outageMs: number): Arrival => {
    return ({ at, state }) => ({
      type: 'timer',
      at: at + delayMs,
      unsent: [],
      heldLocks: [],
      outages: [{ from: state?.startedAt ?? 0, to: (state?.startedAt ?? 0) + outageMs }],
    });
  };

  it('is given to it: whoever holds the lock could not go on either', () => {
    locking(started({ customer: 'c-1' }))
      .when(lookAfter(60_000, 30_000))
      .thenSends()
      .andStatusIs('running');
  });

  it('is given once', () => {
    locking(started({ customer: 'c-1' }), lookAfter(60_000, 30_000))
      .when(lookAfter(40_000, 30_000))
      .thenSends()
      .andStatusIs('compensated');
  });

  it('changes nothing for who has the lock by then', () => {
    locking(started({ customer: 'c-1' }), lookAfter(60_000, 30_000))
      .when(lockCheck('c-1'))
      .thenSends('stock.reserve');
  });
});

describe('The end of a wait', () => {
  const wait = { dueAt: 10_000, waitMs: 10_000, given: undefined };

  it('counts what outages share once', () => {
    const outages = [
      { from: 1000, to: 4000 },
      { from: 2000, to: 3000 },
      { from: 3500, to: 5000 },
    ];
    expect(endOfWait({ ...wait, waitMs: 10_000 }, outages, 14_000)).toBe(15_000);
  });

  it('is at most a minute after an outage when the wait is longer than that', () => {
    const day = 24 * 60 * 60 * 1000;
    const outages = [{ from: day - 2000, to: day - 1000 }];
    expect(endOfWait({ dueAt: day, waitMs: day, given: undefined }, outages, day)).toBe(
      day - 1000 + 60_000,
    );
  });

  it('comes even with a broker that flaps for ever', () => {
    let { dueAt } = wait;
    let outages: Outage[] = [];
    let given: { countedTo: number; times: number } | undefined;
    for (let times = 0; times < 100; times++) {
      outages = [...outages, { from: dueAt - 300, to: dueAt - 200 }];
      const end = endOfWait({ ...wait, dueAt, given }, outages, dueAt);
      if (end <= dueAt) return;
      given = { countedTo: dueAt, times: times + 1 };
      // what is due is looked at a little late
      outages = end - dueAt > 200 ? outages : [];
      dueAt = end;
    }
    throw new Error('it never comes');
  });
});

it('An operator’s retry of what is stuck has a whole timeout of its own', () => {
  given(started(), succeeded('reserve'), refused('pay'), timerAfter('reserve'))
    .when(operatorAsks({ name: 'retry' }))
    .thenSends('stock.free')
    .andNextTimerIsIn(5000);
});
