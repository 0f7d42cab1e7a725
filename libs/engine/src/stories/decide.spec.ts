import {
  errored,
  nothingToUndo,
  operatorAsks,
  refused,
  resendAsked,
  sagaSpecification,
  started,
  succeeded,
  timePasses,
  timerOf,
  undone,
} from '#testing-sagas';

const retry = { maxAttempts: 2, initialInterval: '1s', jitter: 'none' };
const undoRetry = { maxAttempts: 2, initialInterval: '1s', jitter: 'none' };

const order = {
  name: 'order',
  deadline: '10m',
  steps: [
    {
      name: 'create',
      command: 'order.create',
      compensation: { command: 'order.reject', retry: undoRetry },
      input: { orderId: '${input.orderId}' },
      retry,
    },
    {
      name: 'reserve',
      command: 'shipping.reserve',
      compensation: 'shipping.release',
      retry: { ...retry, nonRetryable: ['OUT_OF_STOCK'] },
    },
    { name: 'capture', command: 'payment.capture', kind: 'pivot', timeout: '5s', retry },
    { name: 'ship', command: 'shipping.ship', kind: 'retryable', retry },
    {
      name: 'gift',
      command: 'shipping.gift-note',
      kind: 'retryable',
      when: '${input.gift == true}',
      retry,
    },
  ],
  output: { trackingId: '${steps.ship.output.trackingId}' },
};
const given = sagaSpecification(order);
const input = { orderId: 'o-1', gift: false };
const captured = [started(input), succeeded('create'), succeeded('reserve'), succeeded('capture')];

describe('a saga that goes forward', () => {
  it('issues the first step with its mapped `input` and an id that names the attempt', () => {
    given()
      .when(started(input, 'order-1'))
      .thenSends({
        command: 'order.create',
        participant: 'order',
        data: { orderId: 'o-1' },
        messageId: '01940000-0000-7000-8000-000000000001/create/0/execute/1',
      })
      .andStatusIs('running');
  });

  it('issues the next step when the one before it succeeded', () => {
    given(started(input)).when(succeeded('create')).thenSends('shipping.reserve');
  });

  it('skips a step whose `when` is false, and completes with its `output`', () => {
    given(...captured)
      .when(succeeded('ship', { trackingId: 't-1' }))
      .thenSends()
      .andStepIs('gift', 'skipped')
      .andOutputIs({ trackingId: 't-1' })
      .andStatusIs('completed')
      .andNextTimerIsIn(null);
  });

  it('runs it when its `when` is true', () => {
    given(started({ ...input, gift: true }), ...captured.slice(1))
      .when(succeeded('ship', { trackingId: 't-1' }))
      .thenSends('shipping.gift-note');
  });

  it('completes without an `output` when its expression fails', () => {
    const { saga } = given(...captured).when(succeeded('ship', {}));
    expect(saga).toMatchObject({
      status: 'completed',
      output: null,
      error: { code: 'EXPRESSION_FAILED' },
    });
  });

  it('records a second success of the same step and changes nothing', () => {
    given(started(input), succeeded('create'))
      .when(succeeded('create'))
      .thenNothingHappens('step-closed');
  });

  it('records a reply to a step, an iteration or an attempt that was never issued', () => {
    const saga = given(started(input));
    saga.when(succeeded('reserve')).thenNothingHappens('never-issued');
    given(started(input)).when(succeeded('nothing')).thenNothingHappens('never-issued');
    const later = { direction: 'execute', iteration: 1 } as const;
    given(started(input))
      .when(succeeded('create', {}, later))
      .thenNothingHappens('never-issued');
    given(started(input))
      .when(succeeded('create', {}, { attempt: 2 }))
      .thenNothingHappens('never-issued');
  });
});

describe('an attempt that fails', () => {
  it('is tried again after the back-off when the participant errored', () => {
    given(started(input)).when(errored('create')).thenSends().andNextTimerIsIn(1000);
    given(started(input), errored('create'))
      .when(timerOf('create'))
      .thenSends({ command: 'order.create', attempt: 2, data: { orderId: 'o-1' } });
  });

  it('is tried again after its `timeout`', () => {
    given(started(input)).when(timerOf('create')).thenSends().andNextTimerIsIn(1000);
  });

  it('waits again when its command never left the outbox', () => {
    const unsent = ['01940000-0000-7000-8000-000000000001/create/0/execute/1'];
    given(started(input))
      .when(timerOf('create', { unsent }))
      .thenSends()
      .andNextTimerIsIn(30_000)
      .andStepIs('create', 'executing');
  });

  it('aborts the saga when its `maxAttempts` are used up, and the step itself is undone', () => {
    given(started(input), timerOf('create'), timerOf('create'))
      .when(timerOf('create'))
      .thenSends({ command: 'order.reject', attempt: 1, data: { orderId: 'o-1' } })
      .andStatusIs('compensating');
  });

  it('is final when its code is `nonRetryable`', () => {
    given(started(input), succeeded('create'))
      .when(errored('reserve', 'OUT_OF_STOCK'))
      .thenSends('shipping.release')
      .andStatusIs('compensating');
  });

  it('is tried later when the participant asks for it', () => {
    given(started(input))
      .when((saga) => ({
        type: 'reply',
        at: saga.at,
        step: 'create',
        iteration: 0,
        direction: 'execute',
        attempt: 1,
        outcome: {
          type: 'errored',
          error: { code: 'BUSY', message: '' },
          retryAfterMs: 60_000,
        },
      }))
      .thenSends()
      .andNextTimerIsIn(60_000);
  });
});

describe('a saga that goes backward', () => {
  it('undoes in reverse order, one after the other where steps depend on each other', () => {
    given(started(input), succeeded('create'))
      .when(refused('reserve', 'OUT_OF_STOCK'))
      .thenSends('shipping.release');
    given(started(input), succeeded('create'), refused('reserve'))
      .when(nothingToUndo('reserve'))
      .thenSends('order.reject');
    given(started(input), succeeded('create'), refused('reserve'), nothingToUndo('reserve'))
      .when(undone('create'))
      .thenSends()
      .andStatusIs('compensated')
      .andNextTimerIsIn(null);
  });

  it('says why', () => {
    const { saga } = given(started(input), succeeded('create')).when(refused('reserve', 'NO'));
    expect(saga.error).toEqual({ code: 'NO', message: 'NO' });
    expect(saga.abort).toMatchObject({ reason: 'refused', step: 'reserve' });
  });

  it('gets stuck when a `compensation` runs out of attempts, and keeps its direction', () => {
    const { saga } = given(started(input), refused('create'), errored('create'), timerOf('create'))
      .when(errored('create', 'BROKEN'))
      .thenSends()
      .andStatusIs('stuck')
      .andNextTimerIsIn(null);
    expect(saga.abort?.reason).toBe('refused');
    expect(saga.error?.code).toBe('BROKEN');
  });

  it('gets stuck when a participant refuses to compensate', () => {
    given(started(input), refused('create')).when(refused('create')).andStatusIs('stuck');
  });

  it('sends nothing for a step whose `compensation` is "none"', () => {
    sagaSpecification({
      name: 'looks',
      steps: [
        { name: 'look', command: 'a.look', compensation: 'none' },
        { name: 'act', command: 'b.act', compensation: 'b.undo' },
      ],
    })(started(), succeeded('look'), refused('act'))
      .when(nothingToUndo('act'))
      .thenSends()
      .andStatusIs('compensated');
  });
});

describe('a pivot', () => {
  const open = captured.slice(0, -1);
  const outOfAttempts = [...open, timerOf('capture'), timerOf('capture'), timerOf('capture')];

  it('that was refused aborts the saga', () => {
    given(...open)
      .when(refused('capture'))
      .thenSends('shipping.release')
      .andStatusIs('compensating');
  });

  it('out of attempts is inquired about before the saga gives up', () => {
    given(...outOfAttempts.slice(0, -1))
      .when(timerOf('capture'))
      .thenSends({ command: 'payment.capture', direction: 'inquire', attempt: 1 })
      .andStepIs('capture', 'inquiring');
  });

  it('that turns out to be applied lets the saga go forward', () => {
    given(...outOfAttempts)
      .when(succeeded('capture', { captureId: 'c-1' }))
      .thenSends('shipping.ship');
  });

  it('that turns out to be fenced aborts the saga', () => {
    given(...outOfAttempts)
      .when(refused('capture', 'FENCED'))
      .thenSends('shipping.release')
      .andStatusIs('compensating');
  });

  it('nobody answers for makes the saga stuck, never aborted', () => {
    given(...outOfAttempts, timerOf('capture'), timerOf('capture'))
      .when(timerOf('capture'))
      .thenSends()
      .andStatusIs('stuck');
  });

  it('in flight is asked about when an operator cancels', () => {
    given(...open)
      .when(operatorAsks({ name: 'cancel' }))
      .thenSends({ command: 'payment.capture', direction: 'inquire' })
      .andStatusIs('running');
    const { saga } = given(...open, operatorAsks({ name: 'cancel' }))
      .when(refused('capture', 'FENCED'))
      .thenSends('shipping.release');
    expect(saga.abort?.reason).toBe('cancelled');
  });

  it('whose late success arrives while it is asked about counts', () => {
    given(...open, operatorAsks({ name: 'cancel' }))
      .when(succeeded('capture', {}, { direction: 'execute', attempt: 1 }))
      .thenSends('shipping.ship');
  });

  it('that was skipped, its `when` being false, counts as passed', () => {
    const skipping = sagaSpecification({
      name: 'skipping',
      deadline: '1m',
      steps: [
        { name: 'hold', command: 'a.hold', compensation: 'a.free' },
        { name: 'pay', command: 'b.pay', kind: 'pivot', when: '${input.pays}' },
        { name: 'send', command: 'c.send', kind: 'retryable' },
      ],
    });
    skipping(started({ pays: false }))
      .when(succeeded('hold'))
      .thenSends('c.send');
    skipping(started({ pays: false }), succeeded('hold'))
      .when(operatorAsks({ name: 'cancel' }))
      .thenIsRejected('PIVOT_PASSED');
  });
});

describe('a step past the pivot', () => {
  it('that is refused, or out of `maxAttempts`, makes the saga stuck', () => {
    given(...captured)
      .when(refused('ship', 'BROKEN'))
      .thenSends()
      .andStatusIs('stuck');
    given(...captured, errored('ship'), timerOf('ship'))
      .when(errored('ship'))
      .andStatusIs('stuck');
  });

  it('is taken up by a late success', () => {
    given(...captured, errored('ship'), timerOf('ship'), errored('ship'))
      .when(succeeded('ship', { trackingId: 't-1' }))
      .andStatusIs('completed');
  });

  it('gets fresh attempts from a retry, numbered on', () => {
    given(...captured, errored('ship'), timerOf('ship'), errored('ship'))
      .when(operatorAsks({ name: 'retry' }))
      .thenSends({ command: 'shipping.ship', attempt: 3, iteration: 0 })
      .andStatusIs('running');
  });
});

describe('an operator', () => {
  it('cannot retry what is not stuck', () => {
    given(started(input))
      .when(operatorAsks({ name: 'retry' }))
      .thenIsRejected('SAGA_NOT_STUCK');
  });

  it('cannot name a step that does not exist', () => {
    given(started(input))
      .when(operatorAsks({ name: 'skip', step: 'nothing' }))
      .thenIsRejected('STEP_UNKNOWN');
  });

  it('skips a step with an output, and the saga goes on as if it had succeeded', () => {
    given(...captured)
      .when(operatorAsks({ name: 'skip', step: 'ship', output: { trackingId: 'by hand' } }))
      .andStatusIs('completed')
      .andOutputIs({ trackingId: 'by hand' });
  });

  it('settles a stuck compensation as undone', () => {
    given(
      started(input),
      refused('create'),
      errored('create'),
      timerOf('create'),
      errored('create'),
    )
      .when(operatorAsks({ name: 'settle', step: 'create', result: 'undone' }))
      .andStatusIs('compensated');
  });

  it('cannot settle a step that is not open', () => {
    given(started(input), succeeded('create'))
      .when(operatorAsks({ name: 'settle', step: 'create', result: 'undone' }))
      .thenIsRejected('STEP_STATE_CONFLICT');
  });

  it('abandons an open saga for good', () => {
    given(started(input))
      .when(operatorAsks({ name: 'abandon' }))
      .thenSends()
      .andStatusIs('abandoned')
      .andNextTimerIsIn(null);
    given(started(input), operatorAsks({ name: 'abandon' }))
      .when(succeeded('create'))
      .thenNothingHappens('saga-ended');
  });

  it('takes the saga back to just before a step, and it goes forward again from there', () => {
    const rewind = operatorAsks({ name: 'compensate', toStep: 'reserve' });
    given(started(input), succeeded('create'), timerOf('reserve'))
      .when(rewind)
      .thenSends('shipping.release')
      .andStatusIs('compensating');
    given(started(input), succeeded('create'), timerOf('reserve'), rewind)
      .when(nothingToUndo('reserve'))
      .thenSends({ command: 'shipping.reserve', iteration: 1, attempt: 1 })
      .andStatusIs('running')
      .andStepIs('create', 'succeeded');
  });

  it('cannot take back what was never issued', () => {
    given(started(input))
      .when(operatorAsks({ name: 'compensate', toStep: 'ship' }))
      .thenIsRejected('STEP_STATE_CONFLICT');
  });
});

describe('a bus that lost what it held', () => {
  it('gets the commands in flight again, with the same ids', () => {
    given(started(input))
      .when(resendAsked())
      .thenSends({
        messageId: '01940000-0000-7000-8000-000000000001/create/0/execute/1',
        data: { orderId: 'o-1' },
      })
      .andNextTimerIsIn(30_000);
  });

  it('blames no participant for the time in which nobody had the command', () => {
    given(started(input))
      .when((saga) => ({ type: 'resend', at: saga.at + 60_000 }))
      .thenSends('order.create')
      .andNextTimerIsIn(30_000);
  });

  it('gets nothing for a saga that backs off', () => {
    given(started(input), errored('create')).when(resendAsked()).thenNothingHappens('nothing-due');
  });
});

describe('time', () => {
  it('does nothing before something is due', () => {
    given(started(input)).when(timePasses(29_000)).thenNothingHappens('nothing-due');
  });
});
