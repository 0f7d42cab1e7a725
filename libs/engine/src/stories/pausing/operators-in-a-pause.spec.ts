import {
  forwarded,
  operatorAsks,
  refused,
  sagaSpecification,
  signalled,
  started,
  succeeded,
  timePasses,
  undone,
} from '#testing-sagas';
import { begun, booked, given as givenTrip } from '../trip.fixture.js';

const MINUTE_MS = 60_000;
const paused = operatorAsks({ name: 'pause' });
const resumed = operatorAsks({ name: 'resume' });
const given = sagaSpecification({
  name: 'trip',
  deadline: '1h',
  steps: [
    { name: 'book', command: 'hotel.book', compensation: 'hotel.cancel', timeout: '1m' },
    { name: 'pay', command: 'bank.pay', kind: 'pivot', timeout: '1m' },
    { name: 'mail', command: 'mail.send', kind: 'retryable', timeout: '1m' },
  ],
});

describe('What operators do to a paused saga', () => {
  const stuck = [started(), succeeded('book'), succeeded('pay'), refused('mail'), paused] as const;

  it('a retry waits for the resume, with fresh attempts', () => {
    given(...stuck)
      .when(operatorAsks({ name: 'retry' }))
      .thenSends()
      .andStatusIs('running')
      .andStepIs('mail', 'executing');
    const retried = [...stuck, operatorAsks({ name: 'retry' }), timePasses(MINUTE_MS), resumed];
    given(...retried)
      .when(timePasses(0))
      .thenSends({ command: 'mail.send', attempt: 2 });
  });

  it('a skip and a settle count at once, and what follows waits', () => {
    given(...stuck)
      .when(operatorAsks({ name: 'skip', step: 'mail' }))
      .andStepIs('mail', 'succeeded')
      .thenTells();
    given(...stuck, operatorAsks({ name: 'settle', step: 'mail', result: 'succeeded' }))
      .when(resumed)
      .thenTells('saga.completed.trip');
  });

  it('a cancel is decided, and undoes when it is resumed', () => {
    const cancelled = [started(), paused, operatorAsks({ name: 'cancel' })];
    given(started(), paused)
      .when(operatorAsks({ name: 'cancel' }))
      .thenSends()
      .andStatusIs('compensating');
    given(...cancelled)
      .when(resumed)
      .thenSends('hotel.cancel');
  });

  it('a cancel with the pivot in flight asks for it when it is resumed', () => {
    const open = [started(), succeeded('book'), paused, operatorAsks({ name: 'cancel' })];
    given(...open, timePasses(MINUTE_MS))
      .when(resumed)
      .thenSends()
      .andStepIs('pay', 'inquiring');
    given(...open, resumed)
      .when(timePasses(0))
      .thenSends({ command: 'bank.pay', direction: 'inquire', attempt: 1 });
    given(...open)
      .when(succeeded('pay', {}, { direction: 'execute' }))
      .thenSends()
      .andStepIs('pay', 'succeeded');
  });

  it('a rewind goes back, and forward again, when it is resumed', () => {
    const rewind = operatorAsks({ name: 'compensate', toStep: 'book' });
    given(started(), paused, rewind).when(resumed).thenSends('hotel.cancel');
    given(started(), paused, rewind, resumed)
      .when(undone('book'))
      .thenSends({ command: 'hotel.book', iteration: 1 });
  });

  it('an edited input runs when it is resumed, under a new key', () => {
    const edit = operatorAsks({ name: 'retry', input: { to: 'Ulm' } });
    given(...stuck)
      .when(edit)
      .thenSends()
      .andStepIs('mail', 'inquiring');
    const edited = [...stuck, edit, resumed, timePasses(0), paused];
    given(...edited)
      .when(refused('mail', 'FENCED'))
      .thenSends()
      .andStepIs('mail', 'executing');
    given(...edited, refused('mail', 'FENCED'), resumed)
      .when(timePasses(0))
      .thenSends({ command: 'mail.send', iteration: 1, attempt: 1, data: { to: 'Ulm' } });
  });

  it('a retry of an event that could not be published publishes it when it is resumed', () => {
    const tell = {
      name: 'tell',
      kind: 'retryable',
      publish: { event: 'trip.told', data: '${steps.ask.output.id}' },
    };
    const ask = { name: 'ask', wait: { signal: 'go' }, kind: 'retryable' };
    const pay = { name: 'pay', command: 'bank.pay', kind: 'pivot' };
    const then = sagaSpecification({ name: 'tells', steps: [pay, ask, tell] });
    const retry = operatorAsks({ name: 'retry' });
    const stopped = [started(), succeeded('pay'), signalled('go', {}), paused];
    then(...stopped)
      .when(retry)
      .thenPublishes()
      .andStepIs('tell', 'pending');
    // it fails in the same way, but only then
    then(...stopped, retry)
      .when(resumed)
      .andStepIs('tell', 'stuck');
  });

  it('an abandon ends it, and the pause with it', () => {
    const { saga } = given(started(), paused).when(operatorAsks({ name: 'abandon' }));
    expect(saga).toMatchObject({ status: 'abandoned' });
    expect(saga.paused).toBeUndefined();
  });
});

describe('A routing slip that has left before its saga was paused', () => {
  it('goes on by itself, and what it did is recorded; the conductor sends nothing', () => {
    givenTrip(begun, paused)
      .when(booked)
      .thenSends()
      .andStepIs('hotel', 'succeeded')
      .andStepIs('flight', 'executing');
  });

  it('goes on from where the conductor has to send', () => {
    givenTrip(begun, paused)
      .when(succeeded('hotel', { id: 1 }))
      .thenSends()
      .andStepIs('flight', 'pending');
    givenTrip(begun, paused, succeeded('hotel', { id: 1 }))
      .when(resumed)
      .thenSends('flight.book');
  });

  it('goes back by itself', () => {
    givenTrip(begun, booked, paused)
      .when(forwarded(refused('flight')))
      .thenSends()
      .andStepIs('hotel', 'compensating');
  });
});

describe('A child saga of a paused saga', () => {
  const parent = sagaSpecification({
    name: 'family',
    steps: [
      { name: 'pay', command: 'bank.pay', kind: 'pivot' },
      { name: 'child', saga: { definition: 'child' }, kind: 'retryable' },
    ],
  });
  const failed = [started(), succeeded('pay'), refused('child'), paused] as const;

  it('that is retried begins when the parent is resumed', () => {
    const retried = [...failed, operatorAsks({ name: 'retry' }), timePasses(MINUTE_MS), resumed];
    parent(...retried)
      .when(timePasses(0))
      .thenSends('saga.child');
  });
});
