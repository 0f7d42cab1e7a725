import {
  errored,
  nothingToUndo,
  operatorAsks,
  refused,
  sagaSpecification,
  started,
  succeeded,
  timePasses,
  timerOf,
  undone,
} from '#testing-sagas';

/**
 * The races that sagas are known to run, R1 to R18, by the number they have in the project's list
 * of them. Those that participants decide (R7, R8) are shown here by what the conductor sends and
 * accepts; the participant's half has tests of its own in the participant library.
 */
const retry = { maxAttempts: 3, initialInterval: '1s', jitter: 'none' };

const trip = {
  name: 'trip',
  deadline: '1h',
  steps: [
    { name: 'book', command: 'trips.book', compensation: 'trips.drop', retry },
    { name: 'flight', after: ['book'], command: 'air.hold', compensation: 'air.free', retry },
    { name: 'hotel', after: ['book'], command: 'inn.hold', compensation: 'inn.free', retry },
    { name: 'pay', after: ['flight', 'hotel'], command: 'bank.pay', kind: 'pivot', retry },
    { name: 'send', command: 'post.send', kind: 'retryable', retry },
  ],
};
const given = sagaSpecification(trip);

const bothHeld = [started(), succeeded('book'), succeeded('flight'), succeeded('hotel')];
const compensationStuck = sagaSpecification({
  name: 'short',
  steps: [
    {
      name: 'book',
      command: 'trips.book',
      compensation: { command: 'trips.drop', retry: { maxAttempts: 1 } },
    },
    { name: 'hotel', command: 'inn.hold', compensation: 'inn.free', retry },
  ],
});
const stuckUndoing = [
  started(),
  succeeded('book'),
  refused('hotel'),
  nothingToUndo('hotel'),
  timerOf('book'),
];

describe('R1: a timeout and a reply at the same instant', () => {
  it('closes the step when the reply comes first, and the timer finds nothing due', () => {
    given(started(), succeeded('book'), succeeded('flight'), succeeded('hotel'))
      .when(timePasses(0))
      .thenNothingHappens('nothing-due');
  });

  it('schedules a retry when the timer comes first, and still takes the success', () => {
    given(started(), timerOf('book'))
      .when(succeeded('book', {}, { attempt: 1 }))
      .thenSends('air.hold', 'inn.hold')
      .andStepIs('book', 'succeeded');
  });
});

describe('R2: the success of attempt 1 arrives after attempt 2 was issued', () => {
  const secondIssued = [started(), timerOf('book'), timerOf('book')];

  it('closes the step: both attempts are one command', () => {
    given(...secondIssued)
      .when(succeeded('book', {}, { attempt: 1 }))
      .thenSends('air.hold', 'inn.hold');
  });

  it('takes the reply to attempt 2 for a duplicate', () => {
    given(...secondIssued, succeeded('book', {}, { attempt: 1 }))
      .when(succeeded('book', {}, { attempt: 2 }))
      .thenNothingHappens('step-closed');
  });
});

describe('R3: a failure of attempt 1 arrives while attempt 2 is open', () => {
  const secondIssued = [started(), timerOf('book'), timerOf('book')];

  it.each([errored('book', 'LATE', { attempt: 1 }), refused('book', 'LATE', { attempt: 1 })])(
    'records it and waits for attempt 2',
    (late) => {
      given(...secondIssued)
        .when(late)
        .thenNothingHappens('superseded-attempt');
    },
  );

  it('still takes the success of attempt 2', () => {
    given(...secondIssued, errored('book', 'LATE', { attempt: 1 }))
      .when(succeeded('book', {}, { attempt: 2 }))
      .thenSends('air.hold', 'inn.hold');
  });
});

describe('R4: attempt 2 fails for good while attempt 1 still runs, and then succeeds', () => {
  const abortedByHotel = [
    started(),
    succeeded('book'),
    succeeded('flight'),
    timerOf('hotel'),
    timerOf('hotel'),
    refused('hotel', 'NO_ROOM', { attempt: 2 }),
  ];

  it('fences the refused step too', () => {
    given(...abortedByHotel.slice(0, -1))
      .when(refused('hotel', 'NO_ROOM', { attempt: 2 }))
      .thenSends('inn.free', 'air.free')
      .andStatusIs('compensating');
  });

  it('only records the late success of attempt 1: the fence undoes it', () => {
    given(...abortedByHotel)
      .when(succeeded('hotel', {}, { direction: 'execute', attempt: 1 }))
      .thenNothingHappens('step-closed');
  });
});

describe('R5: a duplicate of a refused command would now succeed', () => {
  it('cannot count: the refused step is being fenced', () => {
    given(started(), succeeded('book'), refused('hotel', 'NO_ROOM'))
      .when(succeeded('hotel', {}, { direction: 'execute', attempt: 1 }))
      .thenNothingHappens('step-closed')
      .andStepIs('hotel', 'compensating');
  });
});

describe('R6: a late success after the saga began to compensate', () => {
  it('is recorded only, and the saga still waits for the answer of the fence', () => {
    given(started(), succeeded('book'), refused('hotel'))
      .when(succeeded('flight', {}, { direction: 'execute' }))
      .thenNothingHappens('step-closed')
      .andStepIs('flight', 'compensating');
  });
});

describe('R7: a compensation overtakes its command', () => {
  it('is answered nothing-to-undo, which resolves the step', () => {
    given(started(), succeeded('book'), refused('hotel'), nothingToUndo('hotel'))
      .when(nothingToUndo('flight'))
      .thenSends('trips.drop');
  });
});

describe('R8: a compensation arrives while its action is being done', () => {
  it('may answer that it is busy, and is asked again', () => {
    given(started(), succeeded('book'), refused('hotel'), errored('flight', 'BUSY'))
      .when(timerOf('flight'))
      .thenSends({ command: 'air.free', direction: 'compensate', attempt: 2 });
  });
});

describe('R9: the reply of a compensation is lost', () => {
  it('is asked for again under the same idempotency key', () => {
    given(started(), succeeded('book'), refused('hotel'), timerOf('flight'))
      .when(timerOf('flight'))
      .thenSends({ step: 'flight', iteration: 0, direction: 'compensate', attempt: 2 });
  });
});

describe('R10: two parallel branches fail together', () => {
  it('makes one abort decision and records the second failure', () => {
    given(started(), succeeded('book'), refused('flight'))
      .when(refused('hotel', 'NO_ROOM', { direction: 'execute' }))
      .thenNothingHappens('step-closed')
      .andStatusIs('compensating');
  });
});

describe('R11: one branch fails while its sibling is in flight', () => {
  it('fences the sibling at once', () => {
    given(started(), succeeded('book')).when(refused('hotel')).thenSends('inn.free', 'air.free');
  });

  it('undoes what they both depend on only after both are resolved', () => {
    given(started(), succeeded('book'), refused('hotel'), nothingToUndo('hotel'))
      .when(undone('flight'))
      .thenSends('trips.drop');
  });

  it('does not undo it before', () => {
    given(started(), succeeded('book'), refused('hotel')).when(nothingToUndo('hotel')).thenSends();
  });
});

describe('R12: the sibling succeeds before the fence reaches it', () => {
  it('is undone by the fence', () => {
    given(
      started(),
      succeeded('book'),
      refused('hotel'),
      succeeded('flight', {}, { direction: 'execute' }),
      nothingToUndo('hotel'),
    )
      .when(undone('flight'))
      .thenSends('trips.drop')
      .andStepIs('flight', 'compensated');
  });
});

describe('R13: the last success and the deadline', () => {
  it('lets the deadline do nothing once the pivot is passed', () => {
    given(...bothHeld, succeeded('pay'), succeeded('send'))
      .when(timePasses(2 * 60 * 60 * 1000))
      .thenNothingHappens('saga-ended')
      .andStatusIs('completed');
  });

  it('asks about a pivot in flight instead of aborting', () => {
    given(...bothHeld)
      .when(timePasses(2 * 60 * 60 * 1000))
      .thenSends({ command: 'bank.pay', direction: 'inquire', attempt: 1 })
      .andStatusIs('running');
  });

  it('aborts when the deadline comes before the pivot', () => {
    given(started(), succeeded('book'))
      .when(timePasses(2 * 60 * 60 * 1000))
      .thenSends('inn.free', 'air.free')
      .andStatusIs('compensating');
  });
});

describe('R14: a cancel and the completion', () => {
  it('is rejected once the saga has ended', () => {
    given(...bothHeld, succeeded('pay'), succeeded('send'))
      .when(operatorAsks({ name: 'cancel' }))
      .thenIsRejected('SAGA_ENDED')
      .andStatusIs('completed');
  });

  it('is rejected past the pivot', () => {
    given(...bothHeld, succeeded('pay'))
      .when(operatorAsks({ name: 'cancel' }))
      .thenIsRejected('PIVOT_PASSED');
  });

  it('is obeyed before it', () => {
    given(started(), succeeded('book'))
      .when(operatorAsks({ name: 'cancel' }))
      .thenSends('inn.free', 'air.free')
      .andStatusIs('compensating');
  });
});

describe('R15: an operator retries while a timer retries', () => {
  it('rejects the operator who saw an older version', () => {
    const stuck = compensationStuck(...stuckUndoing);
    const version = stuck.when(timePasses(0)).saga.version;
    compensationStuck(...stuckUndoing, operatorAsks({ name: 'retry' }, version))
      .when(operatorAsks({ name: 'retry' }, version))
      .thenIsRejected('VERSION_CONFLICT');
  });
});

describe('R16: two operators, or a double click', () => {
  it('yields one new attempt: nothing is stuck for the second', () => {
    compensationStuck(...stuckUndoing, operatorAsks({ name: 'retry' }))
      .when(operatorAsks({ name: 'retry' }))
      .thenIsRejected('SAGA_NOT_STUCK');
  });
});

describe('R17: a stuck compensation is retried while its late reply arrives', () => {
  it('is closed by the late reply when that comes first', () => {
    compensationStuck(...stuckUndoing)
      .when(undone('book', { attempt: 1 }))
      .thenSends()
      .andStatusIs('compensated');
  });

  it('is closed by it after the retry too, and the second answer changes nothing', () => {
    compensationStuck(
      ...stuckUndoing,
      operatorAsks({ name: 'retry' }),
      undone('book', { attempt: 1 }),
    )
      .when(undone('book', { attempt: 2 }))
      .thenNothingHappens('saga-ended')
      .andStatusIs('compensated');
  });
});

describe('R18: an operator edits the input and retries', () => {
  const stuckAtSend = [
    ...bothHeld,
    succeeded('pay'),
    timerOf('send'),
    timerOf('send'),
    timerOf('send'),
    timerOf('send'),
    timerOf('send'),
  ];
  const edit = operatorAsks({ name: 'retry', input: { to: 'the right address' } });

  it('fences the old key first', () => {
    given(...stuckAtSend)
      .when(edit)
      .thenSends({ command: 'post.send', direction: 'inquire', iteration: 0 });
  });

  it('runs the edited input under a new iteration once the old one is fenced', () => {
    given(...stuckAtSend, edit)
      .when(refused('send', 'FENCED'))
      .thenSends({
        direction: 'execute',
        iteration: 1,
        attempt: 1,
        data: { to: 'the right address' },
      });
  });

  it('drops the edit when the old one turns out to have happened', () => {
    given(...stuckAtSend, edit)
      .when(succeeded('send', { sent: true }))
      .thenSends()
      .andStatusIs('completed');
  });

  it('is refused for a compensation', () => {
    compensationStuck(...stuckUndoing)
      .when(operatorAsks({ name: 'retry', input: {} }))
      .thenIsRejected('INPUT_NOT_EDITABLE');
  });
});

describe('What is asked of expressions and participants', () => {
  it('is bounded for a decision as a whole, and not for each step alone', () => {
    const costly = '${input.exists(a, input.exists(b, a + b == -1))}';
    const steps = Array.from({ length: 100 }, (_, index) => ({
      name: `s${index}`,
      command: 'part.act',
      compensation: 'none',
      when: costly,
    }));
    const list = Array.from({ length: 200 }, (_, index) => index);
    const { saga } = sagaSpecification({ name: 'costly', steps })()
      .when(started(list))
      .thenSends()
      .andStatusIs('compensated');
    expect(saga.error).toMatchObject({
      code: 'EXPRESSION_FAILED',
      message: expect.stringContaining('takes too many steps'),
    });
  });

  const onSlip = sagaSpecification({
    name: 'forwarded',
    steps: [
      { name: 'a', command: 'part.a', compensation: 'part.una' },
      { name: 'b', command: 'part.b', compensation: 'none', input: { of: '${steps.a.output}' } },
    ],
  });

  it.each([
    ['MAPPED_VALUE_TOO_DEEP', JSON.parse('['.repeat(31) + ']'.repeat(31))],
    ['MAPPED_VALUE_TOO_LARGE', 'é'.repeat(524_288)],
    ['MAPPED_VALUE_TOO_LARGE', Array.from({ length: 20_000 }, () => [])],
  ])('is nothing that could not be read: %s', (code, output) => {
    const { saga } = onSlip(started()).when(succeeded('a', output)).thenSends('part.una');
    expect(saga.error?.code).toBe(code);
  });

  it('may hold any word as a key', () => {
    const car = { constructor: 'Ferrari' } as unknown as object;
    onSlip(started())
      .when(succeeded('a', car as never))
      .thenSends({ command: 'part.b', data: { of: car as never } });
  });
});

describe('A pivot that is stuck, and retried with another input', () => {
  it('runs with it also when the old attempt says no of itself', () => {
    const pay = { name: 'pay', command: 'bank.pay', kind: 'pivot', retry: { maxAttempts: 1 } };
    const single = sagaSpecification({ name: 'single', steps: [pay] });
    const unanswered = [started(), timerOf('pay')];
    const stuck = [...unanswered, errored('pay', 'NO_INQUIRY', { direction: 'inquire' })];
    const edit = operatorAsks({ name: 'retry', step: 'pay', input: { amount: 7 } });
    single(...stuck, edit)
      .when(refused('pay', 'DECLINED', { direction: 'execute' }))
      .thenSends({ direction: 'execute', iteration: 1, data: { amount: 7 } });
  });

  it('waits for the answer when the old attempt was in trouble, which is no fence', () => {
    const retry = { maxAttempts: 1, nonRetryable: ['DECLINED'] };
    const pay = { name: 'pay', command: 'bank.pay', kind: 'pivot', retry };
    const single = sagaSpecification({ name: 'single', steps: [pay] });
    const inTrouble = errored('pay', 'DECLINED', { direction: 'execute', attempt: 1 });
    const unanswered = errored('pay', 'NO_INQUIRY', { direction: 'inquire' });
    const edit = operatorAsks({ name: 'retry', step: 'pay', input: { amount: 7 } });
    single(started(), timerOf('pay'), unanswered, edit)
      .when(inTrouble)
      .thenNothingHappens('step-closed');
  });
});

describe('Timers that are due together', () => {
  const slow = { maxAttempts: 3, initialInterval: '5s', jitter: 'none' };

  it('execute nothing any more once the deadline among them has passed', () => {
    const pay = { name: 'pay', command: 'bank.pay', compensation: 'bank.refund', retry: slow };
    sagaSpecification({ name: 'late', deadline: '10s', steps: [pay] })(started(), errored('pay'))
      .when(timePasses(60_000))
      .thenSends('bank.refund')
      .andStatusIs('compensating');
  });

  it('execute nothing any more once a step among them is out of attempts', () => {
    const [a, b] = ['a', 'b'].map((name) => ({
      name,
      after: [],
      command: `part.${name}`,
      compensation: `part.un${name}`,
    }));
    const steps = [
      { ...a, timeout: '5s', retry: { maxAttempts: 1 } },
      { ...b, retry: slow },
    ];
    sagaSpecification({ name: 'both', steps })(started(), errored('b'))
      .when(timePasses(60_000))
      .thenSends('part.unb', 'part.una')
      .andStatusIs('compensating');
  });
});

describe('R5: a pivot that answers with an error that its policy calls final', () => {
  const bank = sagaSpecification({
    name: 'bank',
    steps: [
      { name: 'hold', command: 'bank.hold', compensation: 'bank.free' },
      {
        name: 'pay',
        command: 'bank.pay',
        kind: 'pivot',
        timeout: '5s',
        retry: { ...retry, nonRetryable: ['DECLINED'] },
      },
    ],
  });

  it('is asked about, for an error leaves no fence behind', () => {
    bank(started(), succeeded('hold'))
      .when(errored('pay', 'DECLINED'))
      .thenSends({ direction: 'inquire', step: 'pay' })
      .andStepIs('pay', 'inquiring');
  });

  it('takes the saga back once it is known to be fenced, and says why', () => {
    const { saga } = bank(started(), succeeded('hold'), errored('pay', 'DECLINED'))
      .when(refused('pay', 'FENCED'))
      .thenSends('bank.free');
    expect(saga.error).toMatchObject({ code: 'DECLINED' });
  });

  it('is taken for refused when the reply itself says so', () => {
    bank(started(), succeeded('hold'))
      .when(errored('pay', 'DECLINED', {}, { isFinalIfListed: true }))
      .thenSends('bank.free');
  });
});
