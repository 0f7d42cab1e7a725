import { sagaSpecification, started, timePasses, timerOf } from '#testing-sagas';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

function step(name: string) {
  return { name, command: `part.${name}`, compensation: 'none' };
}

describe('A step that lets time pass', () => {
  const delayed = (delay: string) =>
    sagaSpecification({ name: 'renewal', steps: [{ name: 'rest', delay }, step('renew')] });

  it('ends after its `delay`, and not before', () => {
    const given = delayed('15m');
    given()
      .when(started())
      .thenSends()
      .andNextTimerIsIn(15 * MINUTE_MS);
    given(started())
      .when(timePasses(15 * MINUTE_MS - 2))
      .thenNothingHappens('nothing-due');
    given(started()).when(timerOf('rest')).thenSends('part.renew');
  });

  it('ends at the instant that the expression of its `delay` gives', () => {
    delayed('${input.renewAt}')()
      .when(started({ renewAt: '2030-01-02T01:00:00.001+01:00' }))
      .thenSends()
      .andNextTimerIsIn(DAY_MS);
  });

  it('ends after the duration that the expression of its `delay` gives', () => {
    delayed('${input.grace}')()
      .when(started({ grace: '90m' }))
      .thenSends()
      .andNextTimerIsIn(90 * MINUTE_MS);
    delayed('${input.days}d')()
      .when(started({ days: 2 }))
      .thenSends()
      .andNextTimerIsIn(2 * DAY_MS);
  });

  it('ends when a `timestamp` or a `duration` of CEL says', () => {
    delayed('${timestamp(input.renewAt) + duration("1h30m")}')()
      .when(started({ renewAt: '2030-01-01T00:00:00.001Z' }))
      .thenSends()
      .andNextTimerIsIn(90 * MINUTE_MS);
    delayed('${duration("1h30m")}')()
      .when(started())
      .thenSends()
      .andNextTimerIsIn(90 * MINUTE_MS);
  });

  it('does not wait for an instant that has passed', () => {
    delayed('${input.renewAt}')()
      .when(started({ renewAt: '2029-12-31T00:00:00Z' }))
      .thenSends('part.renew');
  });

  it.each([
    '2030-02-30T00:00:00Z',
    'soon',
    '0s',
    '366d',
    '2030-01-02',
    '2030-01-02T00:00:00',
    '2031-06-01T00:00:00Z',
    17,
    null,
  ])('takes the saga back when it is to wait until %p', (renewAt) => {
    const { saga } = delayed('${input.renewAt}')()
      .when(started({ renewAt }))
      .thenSends()
      .andStatusIs('compensated');
    expect(saga.error).toMatchObject({ code: 'DELAY_INVALID' });
  });
});
