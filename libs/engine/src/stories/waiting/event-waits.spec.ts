import { openEventWaits } from '#engine';
import {
  offered,
  operatorAsks,
  refused,
  sagaSpecification,
  started,
  succeeded,
  timerOf,
} from '#testing-sagas';
import { HOUR_MS, paid, settling, step } from './settling.fixture.js';

describe('A step that waits for an event of a service', () => {
  const given = sagaSpecification(settling());

  it('waits for events with its `key`', () => {
    const { saga } = given(started())
      .when(succeeded('pay', { paymentId: 'p-1' }))
      .thenSends()
      .andStepIs('settled', 'waiting')
      .andNextTimerIsIn(24 * HOUR_MS);
    expect(openEventWaits(saga)).toMatchObject([
      { step: 'settled', name: 'payment.settled', key: 'p-1', since: saga.updatedAt },
    ]);
  });

  it('takes a number as the text of its key', () => {
    const { saga } = given(started()).when(succeeded('pay', { paymentId: 17 }));
    expect(openEventWaits(saga)).toMatchObject([{ key: '17' }]);
  });

  it('ends with the event, whose data is its output', () => {
    const { saga } = given(...paid)
      .when(offered('settled', { paymentId: 'p-1', amount: 40 }))
      .thenSends({ command: 'part.ship', data: { paymentId: 'p-1', amount: 40 } })
      .andStepIs('settled', 'succeeded');
    expect(openEventWaits(saga)).toEqual([]);
  });

  it('takes no event for another step', () => {
    given(...paid)
      .when(offered('another'))
      .thenNothingHappens('nothing-due');
  });

  it('takes the saga back when its key cannot be told, or is none', () => {
    for (const paymentId of [null, '', 'x'.repeat(257)]) {
      given(started())
        .when(succeeded('pay', { paymentId }))
        .thenSends('part.unpay')
        .andStepIs('settled', 'failed');
    }
  });

  it('takes the saga back when nothing came in time: `onTimeout` fail', () => {
    const { saga } = given(...paid)
      .when(timerOf('settled'))
      .thenSends('part.unpay')
      .andStepIs('settled', 'failed');
    expect(saga.error?.code).toBe('EVENT_TIMEOUT');
  });

  it('goes on without data: `onTimeout` continue', () => {
    sagaSpecification(settling({ onTimeout: 'continue' }))(...paid)
      .when(timerOf('settled'))
      .thenSends({ command: 'part.ship', data: null });
  });

  it('takes what came in time, even if the saga is woken after the timeout', () => {
    given(...paid)
      .when((saga) => {
        const late = timerOf('settled')(saga);
        return { ...offered('settled', { ok: true })(saga), at: late.at } as typeof late;
      })
      .thenSends({ command: 'part.ship', data: { ok: true } });
  });

  it('waits no longer when the saga is cancelled, and is not compensated', () => {
    const { saga } = given(...paid)
      .when(operatorAsks({ name: 'cancel' }))
      .thenSends('part.unpay')
      .andStepIs('settled', 'pending');
    expect(openEventWaits(saga)).toEqual([]);
    given(...paid, operatorAsks({ name: 'cancel' }))
      .when(offered('settled'))
      .thenNothingHappens('nothing-due');
  });

  it('waits no longer when an operator abandons the saga, or skips it', () => {
    const { saga } = given(...paid).when(operatorAsks({ name: 'abandon' }));
    expect(openEventWaits(saga)).toEqual([]);
    given(...paid)
      .when(operatorAsks({ name: 'skip', step: 'settled', output: { by: 'phone' } }))
      .thenSends({ command: 'part.ship', data: { by: 'phone' } });
  });

  it('waits no longer when a step beside it is refused', () => {
    const beside = settling().steps.map((each) =>
      each.name === 'ship' ? { ...each, after: ['pay'], input: {} } : each,
    );
    const { saga } = sagaSpecification({ name: 'beside', steps: beside })(...paid)
      .when(refused('ship'))
      .thenSends('part.unpay');
    expect(openEventWaits(saga)).toEqual([]);
  });
});

describe('A step past the pivot that waits for an event', () => {
  const given = sagaSpecification({
    name: 'delivery',
    steps: [
      step('pay', { kind: 'pivot', compensation: undefined }),
      {
        name: 'arrived',
        kind: 'retryable',
        wait: { event: 'parcel.arrived', key: 'k', eventKey: 'k', timeout: '7d' },
      },
    ].map((each) => JSON.parse(JSON.stringify(each)) as object),
  });
  const late = [started(), succeeded('pay'), timerOf('arrived')] as const;

  it('is stuck when nothing came in time, and waits no longer', () => {
    const { saga } = given(started(), succeeded('pay'))
      .when(timerOf('arrived'))
      .andStatusIs('stuck');
    expect(openEventWaits(saga)).toEqual([]);
  });

  it('waits anew when an operator retries it, and takes what came meanwhile', () => {
    const { saga } = given(...late)
      .when(operatorAsks({ name: 'retry' }))
      .andStatusIs('running');
    expect(openEventWaits(saga)).toHaveLength(1);
    given(...late, operatorAsks({ name: 'retry' }))
      .when(offered('arrived'))
      .andStatusIs('completed');
  });
});
