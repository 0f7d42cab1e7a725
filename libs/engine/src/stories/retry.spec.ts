import {
  errored,
  refused,
  sagaSpecification,
  started,
  succeeded,
  timePasses,
  timerOf,
} from '#testing-sagas';

const PLAIN = { jitter: 'none' };
const failing = (count: number) =>
  Array.from({ length: count }, () => [errored('act'), timerOf('act')]).flat();

function acting(more: object) {
  const act = { name: 'act', command: 'shop.act', compensation: 'shop.undo', input: 'it', ...more };
  return sagaSpecification({ name: 'sale', steps: [act] });
}

describe('The `retry` of a step', () => {
  it('`maxAttempts`: so often in all, then the saga goes back', () => {
    const given = acting({ retry: { maxAttempts: 2 } });
    given(started(), errored('act'))
      .when(timerOf('act'))
      .thenSends({ command: 'shop.act', attempt: 2 });
    given(started(), ...failing(1))
      .when(errored('act'))
      .thenSends('shop.undo');
  });

  it('`maxAttempts` 1: never again', () => {
    acting({ retry: { maxAttempts: 1 } })(started())
      .when(errored('act'))
      .thenSends('shop.undo');
  });

  it('`initialInterval`: the first pause', () => {
    acting({ retry: { ...PLAIN, initialInterval: '200ms' } })(started())
      .when(errored('act'))
      .andNextTimerIsIn(200);
  });

  it('`backoffCoefficient`: each pause is so many times the one before', () => {
    const retry = { ...PLAIN, initialInterval: '1s', backoffCoefficient: 3, maxAttempts: 5 };
    const given = acting({ retry });
    given(started(), ...failing(1))
      .when(errored('act'))
      .andNextTimerIsIn(3000);
    given(started(), ...failing(2))
      .when(errored('act'))
      .andNextTimerIsIn(9000);
  });

  it('`maxInterval`: the longest pause', () => {
    const retry = { ...PLAIN, initialInterval: '1s', maxInterval: '5s', maxAttempts: 9 };
    acting({ retry })(started(), ...failing(3))
      .when(errored('act'))
      .andNextTimerIsIn(5000);
  });

  it('`jitter` none waits all of the pause, `full` waits a part of it', () => {
    const retry = { initialInterval: '1h', maxInterval: '1h', maxAttempts: 5 };
    acting({ retry: { ...retry, jitter: 'none' } })(started())
      .when(errored('act'))
      .andNextTimerIsIn(3_600_000);
    const full = acting({ retry: { ...retry, jitter: 'full' } });
    const pauses = [0, 1, 2, 3].map((count) => {
      const { saga } = full(started(), ...failing(count)).when(errored('act'));
      const { act } = saga.steps;
      if (act === undefined || !('exchange' in act)) throw new Error('it does not back off');
      return act.exchange.dueAt - saga.updatedAt;
    });
    expect(new Set(pauses).size).toBe(4);
    for (const pause of pauses) expect(pause).toBeLessThan(3_600_000);
  });

  it('`nonRetryable`: an error with such a code is final, any other is not', () => {
    const given = acting({ retry: { nonRetryable: ['CARD_DECLINED'] } });
    given(started()).when(errored('act', 'CARD_DECLINED')).thenSends('shop.undo');
    given(started()).when(errored('act', 'BUSY')).thenSends().andStepIs('act', 'executing');
  });
});

describe('The `timeout` of a step', () => {
  const given = acting({ timeout: '5s', retry: { ...PLAIN, maxAttempts: 1 } });

  it('is the longest wait for one reply', () => {
    given().when(started()).andNextTimerIsIn(5000);
    given(started()).when(timePasses(4998)).thenNothingHappens('nothing-due');
  });

  it('means unknown, never refused: the step is undone, and a late success changes nothing', () => {
    given(started())
      .when(timerOf('act'))
      .thenSends({ command: 'shop.undo', data: 'it' })
      .andStatusIs('compensating');
    given(started(), timerOf('act'))
      .when(succeeded('act', {}, { direction: 'execute', attempt: 1 }))
      .thenNothingHappens();
  });
});

describe('The `compensation` of a step', () => {
  it('as a text: gets the data of the step, for 30 s, ten times', () => {
    const given = acting({});
    given(started())
      .when(refused('act'))
      .thenSends({ command: 'shop.undo', direction: 'compensate', data: 'it' })
      .andNextTimerIsIn(30_000);
    given(started(), refused('act'), ...failing(9))
      .when(errored('act'))
      .andStatusIs('stuck');
    given(started(), refused('act'), ...failing(8))
      .when(errored('act'))
      .andStatusIs('compensating');
  });

  const own = (more: object) => acting({ compensation: { command: 'shop.undo', ...more } });

  it('`input`: gets data of its own', () => {
    own({ input: { of: '${input.id}' } })(started({ id: 7 }))
      .when(refused('act'))
      .thenSends({ command: 'shop.undo', data: { of: 7 } });
  });

  it('`timeout`: waits so long for a reply', () => {
    own({ timeout: '9s' })(started()).when(refused('act')).andNextTimerIsIn(9000);
  });

  it('`retry`: is tried so often, and then a person is told', () => {
    const given = own({ retry: { ...PLAIN, maxAttempts: 2, initialInterval: '7s' } });
    given(started(), refused('act')).when(errored('act')).andNextTimerIsIn(7000);
    given(started(), refused('act'), ...failing(1))
      .when(errored('act'))
      .andStatusIs('stuck')
      .thenTells('saga.stuck.sale');
  });

  it('`"none"`: nothing is sent', () => {
    acting({ compensation: 'none' })(started())
      .when(refused('act'))
      .thenSends()
      .andStatusIs('compensated');
  });
});

describe('A retryable step', () => {
  const given = sagaSpecification({
    name: 'sale',
    steps: [
      { name: 'pay', command: 'shop.pay', kind: 'pivot' },
      { name: 'act', command: 'shop.act', kind: 'retryable' },
    ],
  });

  it('has 20 `maxAttempts`, is stuck then, and a person is told', () => {
    const begun = [started(), succeeded('pay')] as const;
    given(...begun, ...failing(18))
      .when(errored('act'))
      .andStatusIs('running');
    given(...begun, ...failing(19))
      .when(errored('act'))
      .andStatusIs('stuck')
      .thenTells('saga.stuck.sale');
  });
});
