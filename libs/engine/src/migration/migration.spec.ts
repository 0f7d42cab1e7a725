import { compile, SagaRun } from '#testing-sagas';
import type { ReplyOutcome } from '../state/saga-input.js';
import { nextWakeAt } from '../inputs/timers.js';
import { checkMigration } from './check-migration.js';

const MINUTE_MS = 60_000;

const create = { name: 'create', command: 'order.create', compensation: 'order.cancel' };
const approve = { name: 'approve', wait: { signal: 'approval', timeout: '24h' } };
const capture = { name: 'capture', command: 'payment.capture', kind: 'pivot' };
const ship = { name: 'ship', command: 'shipping.ship', kind: 'retryable' };
const notify = { name: 'notify', command: 'mail.send', kind: 'retryable' };
const check = { name: 'check', command: 'order.check', compensation: 'none' };
const STEPS = [create, approve, capture, ship];

function version(number: number, steps: readonly object[], more: object = {}) {
  return compile({ name: 'order', ...more, steps }, number);
}

function start(steps: readonly object[] = STEPS, more: object = {}): SagaRun {
  return new SagaRun(version(1, steps, more), { orderId: 'o-1' });
}

/** A saga whose steps succeed in order, until this one has begun. */
function runUntil(step: string, run = start()): SagaRun {
  while (run.state.steps[step]?.status === 'pending') {
    if (run.state.steps['approve']?.status === 'waiting') signal(run);
    else answer(run);
  }
  return run;
}

function signal(run: SagaRun): void {
  run.take({ type: 'signal', at: run.at + 1, name: 'approval', id: 's-1', payload: null });
}

/** To the first command in flight. */
function reply(run: SagaRun, outcome: ReplyOutcome): void {
  const [command] = run.inFlight;
  if (command === undefined) throw new Error('nothing is in flight');
  const { step, iteration, direction, attempt } = command;
  const of = { step, iteration, direction, attempt };
  run.take({ type: 'reply', at: run.at + 1, ...of, outcome });
}

function answer(run: SagaRun): void {
  reply(run, { type: 'succeeded', output: { id: 1 } });
}

function refuse(run: SagaRun): void {
  reply(run, { type: 'refused', error: { code: 'NO', message: 'no' } });
}

function operate(run: SagaRun, action: { name: 'retry' } | { name: 'compensate'; toStep: string }) {
  return run.take({ type: 'operator', at: run.at + 1, action, actor: 'operator', reason: 'test' });
}

function statusesOf(run: SagaRun): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(run.state.steps).map(([name, s]) => [name, s.status]));
}

/** What keeps the saga from version 2 with these steps: codes, with their steps. */
function reasonsAgainst(run: SagaRun, steps: readonly object[], more: object = {}) {
  const result = checkMigration(run.state, run.definition, version(2, steps, more));
  if (result.fits) return [];
  return result.reasons.map(({ code, step }) => (step === undefined ? code : `${code} ${step}`));
}

describe('A saga fits another version', () => {
  it.each<[string, readonly object[]]>([
    ['that is the same', STEPS],
    ['that has more steps at its end', [...STEPS, notify]],
    ['that has a step more which waits for nothing', [create, approve, { ...check, after: [] }]],
    ['that leaves out steps which have not begun', [create, approve]],
    ['whose steps that have not begun do something else', [create, approve, check]],
    ['that has another pivot, yet to come', [create, approve, check, { ...ship, kind: 'pivot' }]],
    ['that waits longer', [create, { ...approve, wait: { signal: 'approval' } }, capture]],
    ['that tries more often', [{ ...create, retry: { maxAttempts: 9 } }, approve, capture]],
  ])('%s', (_what, steps) => {
    expect(reasonsAgainst(runUntil('approve'), steps)).toEqual([]);
  });
});

describe('A saga does not fit another version', () => {
  it.each<[string, string, readonly object[]]>([
    ['STEP_MISSING create', 'approve', [approve, capture]],
    ['STEP_ACTION_CHANGED create', 'approve', [{ ...create, command: 'order.make' }, approve]],
    ['STEP_ACTION_CHANGED approve', 'approve', [create, { ...check, name: 'approve' }]],
    ['STEP_ACTION_CHANGED approve', 'approve', [create, { ...approve, wait: { signal: 'x' } }]],
    ['STEP_ACTION_CHANGED approve', 'approve', [create, { name: 'approve', delay: '1s' }]],
    ['STEP_COMPENSATION_CHANGED create', 'approve', [{ ...create, compensation: 'none' }, approve]],
    ['STEP_LOOP_CHANGED create', 'create', [{ ...create, repeat: { until: '${true}' } }]],
    ['STEP_OUT_OF_ORDER approve', 'approve', [create, check, approve, capture]],
    ['STEP_OUT_OF_ORDER create', 'create', [check, create]],
    [
      'PIVOT_CHANGED capture',
      'capture',
      [create, approve, { ...check, command: capture.command, name: 'capture' }],
    ],
    ['STEP_OUT_OF_ORDER capture', 'ship', [create, approve, check, capture, ship]],
    ['STEP_OUT_OF_ORDER ship', 'ship', [create, approve, capture, notify, ship]],
  ])('%s: when it has come to %s', (reason, step, steps) => {
    expect(reasonsAgainst(runUntil(step), steps)).toEqual([reason]);
  });

  it('that has a kind of its own for a step that has begun', () => {
    const pivot = { name: 'create', command: 'order.create', kind: 'pivot' };
    expect(reasonsAgainst(start(), [pivot])).toEqual([
      'STEP_KIND_CHANGED create',
      'STEP_COMPENSATION_CHANGED create',
    ]);
  });

  it('that is its own', () => {
    const run = start();
    expect(checkMigration(run.state, run.definition, run.definition)).toEqual({
      fits: false,
      reasons: [{ code: 'SAME_VERSION', detail: 'the saga already follows version 1' }],
    });
  });

  it('of another definition', () => {
    expect(reasonsAgainst(start(), STEPS, { name: 'invoice' })).toEqual(['OTHER_DEFINITION']);
  });

  it('whose schema its input does not fit', () => {
    const inputSchema = { type: 'object', required: ['customerId'] };
    expect(reasonsAgainst(start(), STEPS, { inputSchema })).toEqual(['INPUT_DOES_NOT_FIT']);
  });

  it('when it has ended, or goes backward, whatever else there is', () => {
    const run = start([create, check]);
    answer(run);
    refuse(run);
    expect(reasonsAgainst(run, [capture])).toEqual(['SAGA_COMPENSATING']);
    answer(run);
    expect(reasonsAgainst(run, [capture])).toEqual(['SAGA_ENDED']);
  });

  it('that lacks a step which was rewound: in a later version it would use its keys again', () => {
    const run = start([create, check, { ...check, name: 'again', compensation: 'order.uncheck' }]);
    answer(run);
    answer(run);
    operate(run, { name: 'compensate', toStep: 'check' });
    answer(run);
    expect(statusesOf(run)).toEqual({ create: 'succeeded', check: 'executing', again: 'pending' });
    expect(reasonsAgainst(run, [create, check])).toEqual(['STEP_MISSING again']);
  });

  it('for twenty reasons at most', () => {
    const steps = Array.from({ length: 30 }, (_, index) => {
      return { ...check, name: `step${index}`, after: [] };
    });
    expect(reasonsAgainst(start(steps), [create])).toHaveLength(20);
  });
});

describe('A migration', () => {
  it('keeps what is done, leaves out what is gone, and begins what may begin', () => {
    const run = runUntil('approve');
    const next = version(2, [create, approve, { ...check, after: ['create'] }]);
    expect(run.migrate(next)).toMatchObject({ commands: [{ step: 'check', attempt: 1 }] });
    expect(run.state.definition).toEqual({ name: 'order', version: 2 });
    expect(Object.entries(statusesOf(run))).toEqual([
      ['create', 'succeeded'],
      ['approve', 'waiting'],
      ['check', 'executing'],
    ]);
    expect(run.replay()).toEqual(run.state);
    signal(run);
    answer(run);
    expect(run.state.status).toBe('completed');
  });

  it('begins a new step whose name every object knows', () => {
    const run = runUntil('approve');
    run.migrate(version(2, [create, approve, { ...check, name: 'toString', after: [] }]));
    expect(statusesOf(run)).toMatchObject({ toString: 'executing' });
  });

  it('is in the history, with who requested it and why', () => {
    const run = runUntil('approve');
    run.migrate(version(2, [create, approve, capture]));
    expect(run.transitions.at(-1)?.events).toEqual([
      {
        type: 'operator-acted',
        action: { name: 'migrate', toVersion: 2 },
        actor: 'operator',
        reason: 'test',
      },
      {
        type: 'definition-migrated',
        from: 1,
        to: 2,
        steps: ['create', 'approve', 'capture'],
        deadlineAt: null,
      },
    ]);
  });

  it('that does not fit is refused with its reasons, and changes nothing', () => {
    const run = runUntil('approve');
    const before = run.state;
    expect(run.migrate(version(2, [approve, capture]))).toEqual({
      type: 'rejected',
      code: 'DEFINITION_DOES_NOT_FIT',
      detail: 'STEP_MISSING: create has begun, and version 2 has no such step',
    });
    expect(run.state).toBe(before);
  });

  it('without its definition, or with another one, is refused', () => {
    const run = runUntil('approve');
    const action = { name: 'migrate', toVersion: 2 } as const;
    const input = { type: 'operator', at: run.at, action, actor: 'o', reason: 'r' } as const;
    const refused = { type: 'rejected', code: 'DEFINITION_DOES_NOT_FIT' };
    expect(run.take(input)).toMatchObject(refused);
    expect(run.take({ ...input, target: version(3, STEPS) })).toMatchObject(refused);
  });

  it('mends what the saga is stuck on', () => {
    const run = start([create, capture, { ...ship, input: { to: '${input.address.street}' } }]);
    answer(run);
    answer(run);
    expect(run.state.status).toBe('stuck');
    run.migrate(version(2, [create, capture, { ...ship, input: { to: 'the shop' } }]));
    operate(run, { name: 'retry' });
    expect(run.inFlight).toMatchObject([{ step: 'ship', data: { to: 'the shop' } }]);
  });

  it('keeps the iterations of a loop, with their keys', () => {
    const loop = { ...create, forEach: { items: '${[1, 2, 3]}', maxParallel: 2 } };
    const run = start([loop, check]);
    answer(run);
    run.migrate(version(2, [{ ...loop, forEach: { items: '${[9]}', maxParallel: 3 } }, approve]));
    while (run.inFlight.length > 0) answer(run);
    expect(run.sent.map(({ step, iteration }) => `${step}/${iteration}`)).toEqual([
      'create/0',
      'create/1',
      'create/2',
    ]);
    expect(statusesOf(run)).toMatchObject({ create: 'succeeded', approve: 'waiting' });
  });

  it('undoes later what was done before, by the new order', () => {
    const run = runUntil('approve');
    run.migrate(version(2, [create, approve, { ...check, compensation: 'order.uncheck' }]));
    signal(run);
    refuse(run);
    answer(run);
    answer(run);
    expect(run.sent.map(({ command }) => command)).toEqual([
      'order.create',
      'order.check',
      'order.uncheck',
      'order.cancel',
    ]);
    expect(run.state.status).toBe('compensated');
  });
});

describe('The deadline of a saga that is migrated', () => {
  it('is the one of the new version, counted from the start', () => {
    const run = runUntil('approve', start(STEPS, { deadline: '5m' }));
    run.migrate(version(2, STEPS, { deadline: '90m' }));
    expect(run.state.deadlineAt).toBe(run.state.startedAt + 90 * MINUTE_MS);
    run.migrate(version(3, STEPS));
    expect(run.state.deadlineAt).toBeNull();
  });

  it('takes the saga back when it has passed by then', () => {
    const run = runUntil('approve');
    run.take({ type: 'timer', at: run.at + 10 * MINUTE_MS, unsent: [] });
    run.take({ type: 'resend', at: run.at + 10 * MINUTE_MS });
    run.migrate(version(2, STEPS, { deadline: '5m' }));
    run.take({ type: 'timer', at: nextWakeAt(run.state) ?? 0, unsent: [] });
    expect(run.state).toMatchObject({ status: 'compensating', abort: { reason: 'deadline' } });
  });

  it('means nothing past the pivot', () => {
    const run = runUntil('ship');
    run.migrate(version(2, STEPS, { deadline: '6m' }));
    expect(run.state.deadlineAt).toBeNull();
    expect(run.transitions.at(-1)?.events.at(-1)).toMatchObject({ deadlineAt: null });
  });

  it('does not come again when it has passed, and the pivot is asked about', () => {
    const run = runUntil('capture', start(STEPS, { deadline: '5m' }));
    run.take({ type: 'timer', at: run.state.startedAt + 5 * MINUTE_MS, unsent: [] });
    expect(run.state.steps['capture']?.status).toBe('inquiring');
    run.migrate(version(2, STEPS, { deadline: '90m' }));
    expect(run.state.deadlineAt).toBeNull();
  });
});
