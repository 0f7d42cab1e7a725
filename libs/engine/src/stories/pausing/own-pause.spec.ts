import type { SagaState } from '../../state/saga-state.js';
import {
  errored,
  lockCheck,
  offered,
  operatorAsks,
  refused,
  resendAsked,
  sagaSpecification,
  signalled,
  started,
  succeeded,
  timePasses,
  timerOf,
  undone,
  type Arrival,
} from '#testing-sagas';

const MINUTE_MS = 60_000;
const paused = operatorAsks({ name: 'pause' });
const resumed = operatorAsks({ name: 'resume' });
/** A pause of ten minutes, and the end of it a millisecond later. */
const pausedFor10m: readonly Arrival[] = [paused, timePasses(10 * MINUTE_MS)];

const STEPS = [
  { name: 'book', command: 'hotel.book', compensation: 'hotel.cancel', timeout: '1m' },
  { name: 'pay', command: 'bank.pay', kind: 'pivot', timeout: '1m' },
  { name: 'mail', command: 'mail.send', kind: 'retryable', timeout: '1m' },
];
const WAIT_FOR_EVENT = { event: 'bank.paid', key: '${input.id}', eventKey: '${data.id}' };
const given = sagaSpecification({ name: 'trip', deadline: '1h', steps: STEPS });

describe('A paused saga', () => {
  it('says who paused it and why, beside its status', () => {
    const { saga } = given(started()).when(paused).thenSends().andStatusIs('running');
    const { updatedAt: since } = saga;
    expect(saga.paused).toEqual({ since, by: 'operator', reason: 'by hand' });
  });

  it('has no timer, and none fires', () => {
    given(started()).when(paused).andNextTimerIsIn(null);
    given(started(), paused)
      .when(timePasses(2 * 3_600_000))
      .thenNothingHappens('nothing-due');
  });

  it('takes a reply, and goes on with it when it is resumed', () => {
    given(started(), paused)
      .when(succeeded('book', { id: 1 }))
      .thenSends()
      .andStepIs('book', 'succeeded')
      .andStepIs('pay', 'pending')
      .andNextTimerIsIn(null);
    given(started(), paused, succeeded('book')).when(resumed).thenSends('bank.pay');
  });

  it('is not completed by its last reply until it is resumed', () => {
    const last = [started(), succeeded('book'), succeeded('pay'), paused];
    given(...last)
      .when(succeeded('mail'))
      .thenSends()
      .thenTells()
      .andStatusIs('running');
    given(...last, succeeded('mail'))
      .when(resumed)
      .thenTells('saga.completed.trip');
  });

  it('takes a refusal, and undoes when it is resumed', () => {
    const refusedThen = [started(), succeeded('book'), paused, refused('pay')];
    given(...refusedThen.slice(0, 3))
      .when(refused('pay'))
      .thenSends();
    given(...refusedThen)
      .when(resumed)
      .thenSends('hotel.cancel');
    given(started(), refused('book')).when(paused).thenSends();
    given(started(), refused('book'), paused).when(undone('book')).thenSends().thenTells();
    given(started(), refused('book'), paused, undone('book'))
      .when(resumed)
      .thenTells('saga.compensated.trip');
  });

  it('repeats no attempt, and repeats it when it is resumed', () => {
    given(started(), errored('book'), paused).when(timerOf('book')).thenNothingHappens();
    const failed = [started(), errored('book'), paused, timePasses(MINUTE_MS), resumed];
    given(...failed)
      .when(timerOf('book'))
      .thenSends('hotel.book');
  });

  it('takes signals, and events that come', () => {
    const wait = { name: 'ask', wait: { signal: 'go' } };
    const event = { name: 'hear', wait: WAIT_FOR_EVENT };
    const both = sagaSpecification({ name: 'asks', steps: [wait, event, STEPS[0]] });
    both(started({ id: 'k' }), paused)
      .when(signalled('go'))
      .andStepIs('ask', 'succeeded');
    both(started({ id: 'k' }), paused, signalled('go'))
      .when(offered('hear', { id: 'k' }))
      .thenNothingHappens();
    const waits = sagaSpecification({ name: 'hears', steps: [event, STEPS[0]] });
    waits(started({ id: 'k' }), paused)
      .when(offered('hear', { id: 'k' }))
      .thenSends()
      .andStepIs('hear', 'succeeded');
  });

  it('is paused once, and resumed once', () => {
    given(started(), paused).when(paused).thenIsRejected('SAGA_PAUSED');
    given(started()).when(resumed).thenIsRejected('SAGA_NOT_PAUSED');
    given(started(), paused, resumed).when(resumed).thenIsRejected('SAGA_NOT_PAUSED');
  });

  it('is lost to a timer that was first, and the other way round', () => {
    const silent = [started(), timerOf('book')];
    given(...silent)
      .when(operatorAsks({ name: 'pause' }, 1))
      .thenIsRejected('VERSION_CONFLICT');
    given(started(), paused).when(timerOf('book')).thenNothingHappens('nothing-due');
  });

  it('sends again what the broker lost: those attempts are not new', () => {
    given(started(), paused).when(resendAsked()).thenSends({ command: 'hotel.book', attempt: 1 });
  });
});

describe('The clocks of a paused saga', () => {
  const hour = 60 * MINUTE_MS;
  const slow = { ...STEPS[0], retry: { initialInterval: '2m', jitter: 'none' } };
  const patient = { ...STEPS[0], timeout: '1h' };

  it.each<[string, object, readonly Arrival[]]>([
    ['the timeout of a command', { steps: [STEPS[0]] }, []],
    ['a back-off', { steps: [slow] }, [errored('book')]],
    ['a wait', { steps: [{ name: 'ask', wait: { signal: 'go', timeout: '3m' } }] }, []],
    ['a delay', { steps: [{ name: 'sleep', delay: '4m' }] }, []],
    ['a deadline', { deadline: '5m', steps: [patient, STEPS[1]] }, []],
    ['a wait for a lock', { locks: [{ key: 'k', timeout: '5m' }], steps: [STEPS[0]] }, []],
  ])('%s keeps the time that it had left', (_name, document, arrived) => {
    const then = sagaSpecification({ name: 'trip', ...document });
    const waited = [started(), ...arrived, timePasses(MINUTE_MS / 2)];
    const left = timeLeft(then(...waited).when(paused).saga);
    expect(left).toBeGreaterThan(0);
    const { saga } = then(...waited, ...pausedFor10m).when(resumed);
    expect(timeLeft(saga)).toBe(left);
  });

  it('that begin during the pause have all of their time when it is over', () => {
    const then = sagaSpecification({ name: 'trip', steps: [slow] });
    then(started(), paused, timePasses(hour), errored('book'), timePasses(hour))
      .when(resumed)
      .thenSends()
      .andNextTimerIsIn(2 * MINUTE_MS);
  });

  it('a wait for a lock keeps its time too', () => {
    const lock = { key: 'k', timeout: '5m' };
    const then = sagaSpecification({ name: 'locks', locks: [lock], steps: [STEPS[0]] });
    const { saga } = then(started(), ...pausedFor10m).when(resumed);
    expect(saga.locks[0]?.dueAt).toBe(saga.updatedAt + 5 * MINUTE_MS - 1);
    then(started(), ...pausedFor10m)
      .when(lockCheck('k'))
      .thenNothingHappens('nothing-due');
    then(started(), ...pausedFor10m, resumed)
      .when(lockCheck('k'))
      .thenSends('hotel.book');
  });

  it('stand still in each of several pauses', () => {
    const twice = [...pausedFor10m, resumed, ...pausedFor10m];
    const { saga } = given(started(), ...twice).when(resumed);
    expect(saga.deadlineAt).toBe(saga.startedAt + hour + 2 * (10 * MINUTE_MS + 2));
  });
});

/** Until the earliest of its clocks is due, in ms. */
function timeLeft({ deadlineAt, locks, steps, updatedAt }: SagaState): number {
  const dueAt = Object.values(steps).map((step) => {
    if ('exchange' in step) return step.exchange.dueAt;
    return step.status === 'waiting' ? step.dueAt : Infinity;
  });
  const earliest = Math.min(deadlineAt ?? Infinity, ...locks.map((lock) => lock.dueAt), ...dueAt);
  return earliest - updatedAt;
}
