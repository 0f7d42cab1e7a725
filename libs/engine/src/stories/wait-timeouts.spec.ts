import { sagaSpecification, signalled, started, succeeded, timePasses } from '#testing-sagas';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

function step(name: string, more: object = {}) {
  return { name, command: `part.${name}`, compensation: 'none', ...more };
}

const DECIDE_IN = '${coalesce(input.decideBy, input.decideIn)}';
const given = sagaSpecification({
  name: 'loan',
  steps: [
    step('ask', { compensation: 'part.withdraw' }),
    { name: 'approve', wait: { signal: 'approval', timeout: DECIDE_IN } },
    step('pay', { kind: 'pivot', compensation: 'none', input: '${steps.approve.output}' }),
  ],
});
const past = sagaSpecification({
  name: 'delivery',
  steps: [
    step('pay', { kind: 'pivot' }),
    { name: 'arrive', kind: 'retryable', wait: { signal: 'arrival', timeout: DECIDE_IN } },
  ],
});

describe('A `timeout` of a wait that is an expression', () => {
  it('is a duration, which begins with the wait', () => {
    given(started({ decideIn: '90m' }), timePasses(5 * MINUTE_MS))
      .when(succeeded('ask'))
      .thenSends()
      .andNextTimerIsIn(90 * MINUTE_MS);
  });

  it('is an instant, and the error says that nothing came by then', () => {
    const { saga } = given(started({ decideBy: '2030-01-02T00:00:00.001Z' }), succeeded('ask'))
      .when(timePasses(DAY_MS))
      .thenSends('part.withdraw');
    expect(saga.error).toEqual({
      code: 'SIGNAL_TIMEOUT',
      message: 'no signal "approval" by the end of its timeout',
    });
  });

  it('is over at once when its instant has passed', () => {
    given(started({ decideBy: '2029-12-31T00:00:00Z' }))
      .when(succeeded('ask'))
      .thenSends()
      .andNextTimerIsIn(1);
  });

  it('does not matter to a signal that came before', () => {
    given(started({ decideBy: 'never' }), signalled('approval', { by: 'ann' }))
      .when(succeeded('ask'))
      .thenSends({ command: 'part.pay', data: { by: 'ann' } });
  });

  it.each(['soon', '0s', '366d', '2031-06-01T00:00:00Z', 17, null])(
    'takes the saga back when it gives %p',
    (decideBy) => {
      const { saga } = given(started({ decideBy, decideIn: decideBy }))
        .when(succeeded('ask'))
        .thenSends('part.withdraw');
      expect(saga.error).toMatchObject({ code: 'WAIT_TIMEOUT_INVALID' });
    },
  );

  it('is a fault of the definition when it gives no time, and never caught', () => {
    const catching = sagaSpecification({
      name: 'loan',
      steps: [
        step('ask', { compensation: 'part.withdraw' }),
        { name: 'approve', catch: 'any', wait: { signal: 'approval', timeout: DECIDE_IN } },
      ],
    });
    catching(started({ decideIn: 'soon' }))
      .when(succeeded('ask'))
      .thenSends('part.withdraw')
      .andStepIs('approve', 'failed');
  });

  it('makes the saga stuck past the pivot when it gives no time; the signal still helps', () => {
    const begun = started({ decideIn: 'soon' });
    const stuck = [begun, succeeded('pay')] as const;
    past(begun)
      .when(succeeded('pay'))
      .thenSends()
      .andStatusIs('stuck')
      .andStepIs('arrive', 'stuck');
    past(...stuck)
      .when(signalled('arrival'))
      .thenSends()
      .andStatusIs('completed');
  });
});
