import {
  refused,
  sagaSpecification,
  started,
  succeeded,
  timePasses,
  timerOf,
  undone,
} from '#testing-sagas';

const HOUR_MS = 3_600_000;
const ONCE = { retry: { maxAttempts: 1 } };
const HOLD = { name: 'hold', command: 'bank.hold', compensation: 'bank.free', timeout: '2h' };
const PAY = { name: 'pay', command: 'bank.pay', kind: 'pivot', timeout: '2h', ...ONCE };
const SEND = { name: 'send', command: 'post.send', kind: 'retryable', timeout: '9h' };

describe('The `deadline` of a saga', () => {
  const given = sagaSpecification({ name: 'sale', deadline: '1h', steps: [HOLD, PAY, SEND] });
  const late = timePasses(HOUR_MS);

  it('takes the saga back before the pivot, and says why', () => {
    const { saga } = given(started()).when(late).thenSends('bank.free');
    expect(saga).toMatchObject({ status: 'compensating', error: { code: 'DEADLINE_EXCEEDED' } });
  });

  it('is counted from the start', () => {
    given().when(started()).andNextTimerIsIn(HOUR_MS);
    given(started(), timePasses(HOUR_MS / 2))
      .when(succeeded('hold'))
      .andNextTimerIsIn(HOUR_MS / 2 - 2);
  });

  it('does nothing once the pivot is applied', () => {
    given(started(), succeeded('hold'))
      .when(succeeded('pay'))
      .thenSends('post.send')
      .andNextTimerIsIn(9 * HOUR_MS);
    given(started(), succeeded('hold'), succeeded('pay'))
      .when(late)
      .thenNothingHappens('nothing-due');
  });

  it('asks what became of a pivot that is in flight, and obeys the answer', () => {
    const asked = [started(), succeeded('hold'), late] as const;
    given(...asked.slice(0, 2))
      .when(late)
      .thenSends({ command: 'bank.pay', direction: 'inquire' })
      .andStatusIs('running');
    given(...asked)
      .when(succeeded('pay'))
      .thenSends('post.send')
      .andStatusIs('running');
    given(...asked)
      .when(refused('pay', 'FENCED'))
      .thenSends('bank.free')
      .andStatusIs('compensating');
  });

  it('asks once more, and takes nothing back, while nobody knows of the pivot', () => {
    const slow = sagaSpecification({ name: 'sale', deadline: '9h', steps: [HOLD, PAY, SEND] });
    const stuck = [started(), succeeded('hold'), timerOf('pay'), timerOf('pay')] as const;
    const overdue = timePasses(9 * HOUR_MS);
    slow(...stuck.slice(0, -1))
      .when(timerOf('pay'))
      .thenSends()
      .andStatusIs('stuck');
    slow(...stuck)
      .when(overdue)
      .thenSends({ command: 'bank.pay', direction: 'inquire' })
      .andStatusIs('running');
    slow(...stuck, overdue)
      .when(timerOf('pay'))
      .thenSends()
      .andStatusIs('stuck');
    slow(...stuck, overdue, timerOf('pay'))
      .when(succeeded('pay'))
      .thenSends('post.send');
  });

  it('holds to the end where there is no pivot', () => {
    const whole = sagaSpecification({ name: 'hold', deadline: '1h', steps: [HOLD] });
    whole(started()).when(late).thenSends('bank.free');
    whole(started(), late).when(undone('hold')).andStatusIs('compensated').andNextTimerIsIn(null);
  });

  it('left out: there is none', () => {
    sagaSpecification({ name: 'sale', steps: [HOLD, PAY, SEND] })(started())
      .when(late)
      .thenNothingHappens('nothing-due');
  });
});
