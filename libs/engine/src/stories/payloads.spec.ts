import {
  operatorAsks,
  sagaSpecification,
  signalled,
  started,
  succeeded,
  timerOf,
} from '#testing-sagas';

function step(name: string, more: object = {}) {
  return { name, command: `part.${name}`, compensation: 'none', ...more };
}

const DECISION = {
  type: 'object',
  required: ['approved'],
  properties: { approved: { type: 'boolean' } },
};

describe('A wait with a `payloadSchema`', () => {
  const given = sagaSpecification({
    name: 'loan',
    steps: [
      step('ask'),
      { name: 'approve', wait: { signal: 'approval', payloadSchema: DECISION } },
      step('pay', { input: '${steps.approve.output}' }),
    ],
  });
  const waiting = [started(), succeeded('ask')] as const;

  it('takes a signal that fits', () => {
    given(...waiting)
      .when(signalled('approval', { approved: true }))
      .thenSends({ command: 'part.pay', data: { approved: true } });
  });

  it('refuses one that does not, and says where it is wrong', () => {
    const { decision } = given(...waiting)
      .when(signalled('approval', { approved: 'yes' }))
      .thenIsRejected('SIGNAL_PAYLOAD_INVALID');
    expect(decision).toMatchObject({
      detail: 'the payload does not fit the payloadSchema of approve',
      faults: [{ path: '/approved' }],
    });
  });

  it('still takes one that fits after that, under the same id', () => {
    given(...waiting, signalled('approval', {}, 'one'))
      .when(signalled('approval', { approved: true }, 'one'))
      .thenSends('part.pay');
  });

  it('refuses one that comes early and does not fit, and keeps one that does', () => {
    given(started()).when(signalled('approval', {})).thenIsRejected('SIGNAL_PAYLOAD_INVALID');
    given(started(), signalled('approval', { approved: true }))
      .when(succeeded('ask'))
      .thenSends('part.pay');
  });

  it('says first that nobody waits at all, whatever the payload', () => {
    given(...waiting, signalled('approval', { approved: true }, 'one'))
      .when(signalled('approval', 7, 'two'))
      .thenIsRejected('SIGNAL_NOT_EXPECTED');
  });

  it('refuses an output that does not fit when an operator skips it, and takes null', () => {
    given(...waiting)
      .when(operatorAsks({ name: 'skip', step: 'approve', output: { approved: 1 } }))
      .thenIsRejected('SIGNAL_PAYLOAD_INVALID');
    given(...waiting)
      .when(operatorAsks({ name: 'skip', step: 'approve' }))
      .thenSends({ command: 'part.pay', data: null });
  });

  it('refuses a signal that does not fit past the pivot too, where it is stuck', () => {
    const past = sagaSpecification({
      name: 'delivery',
      steps: [
        step('pay', { kind: 'pivot' }),
        {
          name: 'arrive',
          kind: 'retryable',
          wait: { signal: 'arrival', timeout: '1d', payloadSchema: DECISION },
        },
      ],
    });
    const stuck = [started(), succeeded('pay'), timerOf('arrive')] as const;
    past(...stuck)
      .when(signalled('arrival', null))
      .thenIsRejected('SIGNAL_PAYLOAD_INVALID');
    past(...stuck)
      .when(signalled('arrival', { approved: true }))
      .thenSends()
      .andStatusIs('completed');
  });
});

describe('Steps that wait for one signal with different schemas', () => {
  const number = { signal: 'said', payloadSchema: { type: 'number' } };
  const text = { signal: 'said', payloadSchema: { type: 'string' } };
  const given = sagaSpecification({
    name: 'talk',
    steps: [
      step('ask'),
      { name: 'first', wait: number },
      { name: 'second', wait: text },
      step('act', { input: ['${steps.first.output}', '${steps.second.output}'] }),
    ],
  });

  it('keep a signal for the one that it fits, in whatever order they come', () => {
    given(started(), signalled('said', 'word', 'a'), signalled('said', 7, 'b'))
      .when(succeeded('ask'))
      .thenSends({ command: 'part.act', data: [7, 'word'] });
  });

  it('do not take one that fits only a later one, and keep it', () => {
    given(started(), succeeded('ask'))
      .when(signalled('said', 'word', 'a'))
      .thenSends()
      .andStepIs('first', 'waiting');
  });

  it('refuse one that fits none, and one whose step is past', () => {
    given(started(), succeeded('ask'))
      .when(signalled('said', true))
      .thenIsRejected('SIGNAL_PAYLOAD_INVALID');
    given(started(), succeeded('ask'), signalled('said', 7, 'a'))
      .when(signalled('said', 8, 'b'))
      .thenIsRejected('SIGNAL_PAYLOAD_INVALID');
  });
});
