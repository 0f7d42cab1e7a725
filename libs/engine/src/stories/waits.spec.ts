import {
  operatorAsks,
  refused,
  sagaSpecification,
  signalled,
  started,
  succeeded,
  timePasses,
  timerOf,
  undone,
} from '#testing-sagas';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

function step(name: string, more: object = {}) {
  return { name, command: `part.${name}`, compensation: 'none', ...more };
}

/** A loan is asked for, a person approves it, and it is paid out. */
const approval = (wait: object = { signal: 'approval', timeout: '24h' }) => ({
  name: 'loan',
  steps: [
    step('ask', { compensation: 'part.withdraw' }),
    { name: 'approve', wait },
    step('pay', { kind: 'pivot', compensation: 'none', input: '${steps.approve.output}' }),
  ],
});

describe('A step that waits for a signal', () => {
  const given = sagaSpecification(approval());
  const waiting = [started(), succeeded('ask')] as const;

  it('sends nothing, and holds the saga until its `timeout`', () => {
    given(started())
      .when(succeeded('ask'))
      .thenSends()
      .andStatusIs('running')
      .andStepIs('approve', 'waiting')
      .andNextTimerIsIn(DAY_MS);
  });

  it('ends with the `signal`, whose payload is its `output`', () => {
    given(...waiting)
      .when(signalled('approval', { by: 'ann' }))
      .thenSends({ command: 'part.pay', data: { by: 'ann' } })
      .andStepIs('approve', 'succeeded');
  });

  it('takes a signal that came before it was reached', () => {
    given(started(), signalled('approval', { by: 'ann' }))
      .when(succeeded('ask'))
      .thenSends({ command: 'part.pay', data: { by: 'ann' } });
  });

  it('refuses another signal with the id of one that came before, taken or not', () => {
    given(started(), signalled('approval', { by: 'ann' }, 'one'))
      .when(signalled('approval', { by: 'bob' }, 'one'))
      .thenIsRejected('SIGNAL_ID_REUSED');
    given(...waiting, signalled('approval', { by: 'ann' }, 'one'))
      .when(signalled('approval', { by: 'bob' }, 'one'))
      .thenIsRejected('SIGNAL_ID_REUSED');
  });

  it('is not moved by the same signal sent twice', () => {
    given(started(), signalled('approval', {}, 'one'))
      .when(signalled('approval', {}, 'one'))
      .thenNothingHappens('known-signal');
  });

  it('is known when it comes again after it let the saga end', () => {
    const brief = sagaSpecification({
      name: 'brief',
      steps: [{ name: 'go', wait: { signal: 'go' } }],
    });
    const ended = [started(), signalled('go', { by: 'ann' }, 'one')] as const;
    brief(...ended)
      .when(signalled('go', { by: 'ann' }, 'one'))
      .thenNothingHappens('known-signal');
    brief(...ended)
      .when(signalled('go', { by: 'bob' }, 'one'))
      .thenIsRejected('SIGNAL_ID_REUSED');
    brief(...ended)
      .when(signalled('go', { by: 'ann' }, 'two'))
      .thenIsRejected('SAGA_ENDED');
  });

  it('takes the saga back when nothing came in time: `onTimeout` fail', () => {
    given(...waiting)
      .when(timerOf('approve'))
      .thenSends('part.withdraw')
      .andStatusIs('compensating')
      .andStepIs('approve', 'failed');
  });

  it('goes on without a payload: `onTimeout` continue', () => {
    const wait = { signal: 'approval', timeout: '24h', onTimeout: 'continue' };
    sagaSpecification(approval(wait))(...waiting)
      .when(timerOf('approve'))
      .thenSends({ command: 'part.pay', data: null })
      .andStepIs('approve', 'succeeded');
  });

  it('waits a year where no `timeout` is named', () => {
    sagaSpecification(approval({ signal: 'approval' }))(started())
      .when(succeeded('ask'))
      .thenSends()
      .andNextTimerIsIn(365 * DAY_MS);
  });

  it('stops waiting when a step beside it is refused', () => {
    sagaSpecification({
      name: 'loan',
      steps: [{ name: 'approve', wait: { signal: 'approval' } }, step('check', { after: [] })],
    })(started())
      .when(refused('check'))
      .thenSends()
      .andStatusIs('compensated')
      .andNextTimerIsIn(null);
  });

  it('stops waiting when the saga is cancelled, and is not compensated', () => {
    given(...waiting)
      .when(operatorAsks({ name: 'cancel' }))
      .thenSends('part.withdraw')
      .andStepIs('approve', 'pending')
      .andNextTimerIsIn(30_000);
    given(...waiting, operatorAsks({ name: 'cancel' }))
      .when(undone('ask'))
      .thenSends()
      .andStatusIs('compensated');
  });

  it('can be skipped by an operator, with an output', () => {
    given(...waiting)
      .when(operatorAsks({ name: 'skip', step: 'approve', output: { by: 'phone' } }))
      .thenSends({ command: 'part.pay', data: { by: 'phone' } });
  });

  it('waits anew when an operator takes the saga back to just before it', () => {
    const rewindable = sagaSpecification({
      name: 'loan',
      steps: [
        { name: 'approve', wait: { signal: 'approval' } },
        step('reserve', { compensation: 'part.release' }),
      ],
    });
    const back = operatorAsks({ name: 'compensate', toStep: 'approve' });
    rewindable(started(), signalled('approval', {}, 'one'), back)
      .when(undone('reserve'))
      .thenSends()
      .andStatusIs('running')
      .andStepIs('approve', 'waiting');
  });
});

describe('A signal that nobody waits for', () => {
  const given = sagaSpecification(approval());

  it('is refused where no step has its name', () => {
    given(started()).when(signalled('aproval')).thenIsRejected('SIGNAL_NOT_EXPECTED');
  });

  it('is refused once the step is past', () => {
    given(started(), succeeded('ask'), signalled('approval', {}, 'one'))
      .when(signalled('approval', {}, 'two'))
      .thenIsRejected('SIGNAL_NOT_EXPECTED');
  });

  it('is refused once the step is skipped: it will never wait', () => {
    const skipping = sagaSpecification({
      name: 'loan',
      steps: [
        { name: 'approve', wait: { signal: 'approval' }, when: '${input.isLarge}' },
        step('pay'),
      ],
    });
    skipping(started({ isLarge: false }))
      .when(signalled('approval'))
      .thenIsRejected('SIGNAL_NOT_EXPECTED');
  });

  it('holds nothing up when it was kept for a step that is skipped later', () => {
    const skipping = sagaSpecification({
      name: 'loan',
      steps: [
        step('ask'),
        { name: 'approve', wait: { signal: 'approval' }, when: '${steps.ask.output.isLarge}' },
        step('pay'),
      ],
    });
    skipping(started(), signalled('approval'))
      .when(succeeded('ask', { isLarge: false }))
      .thenSends('part.pay')
      .andStepIs('approve', 'skipped');
  });

  it('is refused while the saga goes back, and when it has ended', () => {
    given(started(), succeeded('ask'), timerOf('approve'))
      .when(signalled('approval'))
      .thenIsRejected('SIGNAL_NOT_EXPECTED');
    given(started(), refused('ask'), undone('ask'))
      .when(signalled('approval'))
      .thenIsRejected('SAGA_ENDED');
  });

  it('is refused when the saga keeps as much as it can', () => {
    const large = 'x'.repeat(600_000);
    given(started(), signalled('approval', large, 'one'))
      .when(signalled('approval', large, 'two'))
      .thenIsRejected('TOO_MANY_SIGNALS');
  });
});

describe('Two steps that wait for the same signal', () => {
  const given = sagaSpecification({
    name: 'two-approvals',
    steps: [
      { name: 'first', wait: { signal: 'approval' } },
      { name: 'second', wait: { signal: 'approval' } },
      step('act', { input: ['${steps.first.output}', '${steps.second.output}'] }),
    ],
  });

  it('take one each, in the order in which they came', () => {
    given(started(), signalled('approval', 1, 'a'))
      .when(signalled('approval', 2, 'b'))
      .thenSends({ command: 'part.act', data: [1, 2] });
  });
});

describe('A step past the pivot that waits', () => {
  const given = sagaSpecification({
    name: 'delivery',
    steps: [
      step('pay', { kind: 'pivot' }),
      { name: 'arrive', kind: 'retryable', wait: { signal: 'arrival', timeout: '7d' } },
    ],
  });
  const late = [started(), succeeded('pay'), timerOf('arrive')] as const;

  it('is stuck when nothing came in time, for there is no way back', () => {
    given(started(), succeeded('pay'))
      .when(timerOf('arrive'))
      .thenSends()
      .andStatusIs('stuck')
      .andStepIs('arrive', 'stuck');
  });

  it('still takes the signal then', () => {
    given(...late)
      .when(signalled('arrival'))
      .thenSends()
      .andStatusIs('completed');
  });

  it('waits anew when an operator retries it', () => {
    given(...late)
      .when(operatorAsks({ name: 'retry' }))
      .thenSends()
      .andStatusIs('running')
      .andNextTimerIsIn(7 * DAY_MS);
  });
});

describe('The `deadline` of a saga', () => {
  it('does not wait for a step that waits', () => {
    sagaSpecification({ ...approval(), deadline: '1h' })(started(), succeeded('ask'))
      .when(timePasses(60 * MINUTE_MS))
      .thenSends('part.withdraw')
      .andStatusIs('compensating');
  });
});
