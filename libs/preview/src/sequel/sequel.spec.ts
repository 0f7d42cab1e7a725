import { compile, SagaRun } from '#testing-sagas';
import { command, drawn, no, ok, preview, stuckAtTheEnd } from './sequel.fixture.js';

/* Given a saga, when an action on it is previewed, then this is what follows. */

describe('what follows from an action', () => {
  it('retry: the command with its payload, then what comes after it, to the end', () => {
    const { sequel, consequences } = preview(stuckAtTheEnd(), { name: 'retry' });
    expect(drawn(sequel)).toBe('ship > tell');
    const [ship] = sequel.commands;
    expect(ship).toMatchObject({ isDataKnown: true, assumed: 'succeeded' });
    // what it is told depends on what shipping will answer
    expect(ship?.then).toMatchObject([{ isDataKnown: false, sentBy: 'conductor' }]);
    expect(sequel).toMatchObject({ status: 'completed', waitsOn: [], endsBecause: null });
    expect(consequences).toMatchObject({ statusBefore: 'stuck', statusAfter: 'running' });
    expect(consequences.timersSet).toMatchObject([{ what: 'timeout', step: 'ship' }]);
  });

  it('skip with an output: later payloads that are made of it are known', () => {
    const action = { name: 'skip', step: 'ship', output: { parcel: 7 } } as const;
    const { sequel } = preview(stuckAtTheEnd(), action);
    expect(sequel.commands).toMatchObject([
      { command: { step: 'tell', data: { parcel: 7 } }, isDataKnown: true },
    ]);
  });

  it('compensate: the undo, newest first, and what had been done is not lost', () => {
    const steps = [command('one'), command('two'), command('three')];
    const run = new SagaRun(compile({ name: 'order', steps }), {});
    for (const outcome of [ok, ok]) run.take(run.replyTo(0, outcome));
    const { sequel, consequences } = preview(run, { name: 'compensate' });
    expect(drawn(sequel)).toBe('-three > -two > -one');
    expect(sequel.status).toBe('compensated');
    expect(consequences.undoLost).toEqual([]);
    expect(consequences.timersCleared).toMatchObject([{ what: 'timeout', step: 'three' }]);
  });

  it('a rewind: the undo to just before the step, and then forward again', () => {
    const steps = [command('one'), command('two'), command('three')];
    const run = new SagaRun(compile({ name: 'order', steps }), {});
    for (const outcome of [ok, ok]) run.take(run.replyTo(0, outcome));
    const { sequel } = preview(run, { name: 'compensate', toStep: 'two' });
    expect(drawn(sequel)).toBe('-three > -two > two > three');
    expect(sequel.status).toBe('completed');
  });

  it('cancel with a pivot in flight: it is asked about first, and had not happened', () => {
    const pivot = { name: 'pay', command: 'part.pay', kind: 'pivot' };
    const run = new SagaRun(compile({ name: 'order', steps: [command('one'), pivot] }), {});
    run.take(run.replyTo(0, ok));
    const { sequel } = preview(run, { name: 'cancel' });
    expect(drawn(sequel)).toBe('?pay > -one');
    expect(sequel.commands[0]?.assumed).toBe('not-done');
  });

  it('edited input: the old key is fenced first, then the new payload goes out', () => {
    const input = { to: 'depot' };
    const { sequel } = preview(stuckAtTheEnd(), { name: 'retry', step: 'ship', input });
    expect(drawn(sequel)).toBe('?ship > ship > tell');
    expect(sequel.commands[0]?.then[0]?.command).toMatchObject({ iteration: 1, data: input });
  });

  it('abandon: nothing is sent, and the undo of what was done is lost', () => {
    const steps = [command('one'), command('two', { compensation: 'none' }), command('three')];
    const run = new SagaRun(compile({ name: 'order', steps, locks: [{ key: 'k' }] }), {});
    run.passTime();
    for (const outcome of [ok, ok]) run.take(run.replyTo(0, outcome));
    const { sequel, consequences } = preview(run, { name: 'abandon' });
    expect(sequel.commands).toEqual([]);
    expect(consequences).toMatchObject({
      statusAfter: 'abandoned',
      undoLost: [
        { step: 'one', by: 'part.unone' },
        { step: 'three', by: 'part.unthree' },
      ],
      locksGivenBack: ['k'],
      timersCleared: [{ what: 'timeout', step: 'three' }],
      timersSet: [],
    });
    expect(consequences.notices).toMatchObject([{ event: 'saga.abandoned.order' }]);
  });

  it('skipping the pivot: what came before it cannot be undone any more', () => {
    const pivot = { name: 'pay', command: 'part.pay', kind: 'pivot' };
    const run = new SagaRun(compile({ name: 'order', steps: [command('one'), pivot] }), {});
    run.take(run.replyTo(0, ok));
    const { consequences } = preview(run, { name: 'skip', step: 'pay' });
    expect(consequences).toMatchObject({
      statusAfter: 'completed',
      undoLost: [{ step: 'one', by: 'part.unone' }],
    });
  });

  it('settling an undo by hand: nobody sends it any more', () => {
    const run = new SagaRun(
      compile({ name: 'order', steps: [command('one'), command('two')] }),
      {},
    );
    run.take(run.replyTo(0, ok));
    run.take({ type: 'operator', at: run.at, action: { name: 'cancel' }, actor: 'o', reason: 'r' });
    const settle = { name: 'settle', step: 'two', result: 'undone' } as const;
    const { consequences, sequel } = preview(run, settle);
    expect(consequences.undoLost).toEqual([{ step: 'two', by: 'part.untwo' }]);
    expect(drawn(sequel)).toBe('-one');
  });

  it('is followed past delays, signals and events, each with what comes after it', () => {
    const paid = { event: 'bank.paid', key: '${input.id}', eventKey: '${data.id}' };
    const steps = [
      command('one'),
      { name: 'rest', delay: '1h' },
      command('two'),
      { name: 'approval', wait: { signal: 'go', timeout: '5m' } },
      command('three', { input: '${steps.approval.output}' }),
      { name: 'paid', wait: { ...paid, timeout: '5m' } },
      { name: 'some', delay: '${steps.paid.output.time}' },
      command('four', { when: '${steps.paid.output.isLarge}' }),
    ];
    const run = new SagaRun(compile({ name: 'order', steps, deadline: '10m' }), { id: 'k' });
    const { sequel } = preview(run, { name: 'skip', step: 'one' });
    // a command after a delay is caused by nobody's reply
    expect(sequel).toMatchObject({ commands: [], status: 'completed', endsBecause: null });
    const after = sequel.later.map(({ then, ...wait }) => [
      ...Object.values(wait),
      ...then.map((each) => [each.command.step, each.isDataKnown]),
    ]);
    expect(after).toEqual([
      ['delay', 'rest', null, 3_600_000, ['two', true]],
      ['signal', 'approval', 'go', null, ['three', false]],
      ['event', 'paid', 'bank.paid', null],
      ['delay', 'some', null, null, ['four', true]],
    ]);
  });

  it('ends where a person has to act, and says so', () => {
    const steps = [
      { name: 'pay', command: 'part.pay', kind: 'pivot' },
      command('left', { kind: 'retryable', retry: { maxAttempts: 1 }, after: ['pay'] }),
      command('right', { kind: 'retryable', retry: { maxAttempts: 1 }, after: ['pay'] }),
    ].map(({ compensation: _, ...step }: Record<string, unknown>) => step);
    const run = new SagaRun(compile({ name: 'order', steps }), {});
    run.take(run.replyTo(0, ok));
    for (const each of [...run.inFlight]) run.answer(each, no);
    const { sequel } = preview(run, { name: 'retry', step: 'left' });
    expect(drawn(sequel)).toBe('left');
    expect(sequel).toMatchObject({ status: 'stuck', endsBecause: 'stuck' });
    expect(sequel.stuckOn).toEqual([
      { step: 'right', direction: 'execute', error: { code: 'NO', message: 'no' } },
    ]);
  });

  it('names the step that will be stuck, and why: an expression that fails', () => {
    const steps = [
      { name: 'pay', command: 'part.pay', kind: 'pivot' },
      { name: 'ship', command: 'part.ship', kind: 'retryable', retry: { maxAttempts: 1 } },
      {
        ...{ name: 'tell', command: 'part.tell', kind: 'retryable' },
        input: '${steps.ship.output.parcel.id}',
      },
    ];
    const run = new SagaRun(compile({ name: 'order', steps }), {});
    run.take(run.replyTo(0, ok));
    run.take(run.replyTo(0, no));
    const { sequel } = preview(run, { name: 'skip', step: 'ship', output: null });
    expect(sequel).toMatchObject({
      ...{ status: 'stuck', endsBecause: 'stuck' },
      stuckOn: [{ step: 'tell', error: { code: 'EXPRESSION_FAILED' } }],
    });
  });

  it('takes a condition that depends on what is not known to hold, and a fail not to', () => {
    const steps = [
      command('zero'),
      command('one'),
      command('two', { when: '${steps.one.output.isLarge}' }),
      { name: 'refuse', fail: { code: 'NOT_WANTED' }, when: '${steps.one.output.isBad}' },
      command('loop', { forEach: { items: '${steps.one.output.lines}', as: 'line' } }),
      command('last', { when: '${steps.zero.output.isLarge}' }),
    ];
    const run = new SagaRun(compile({ name: 'order', steps }), {});
    const { sequel } = preview(run, { name: 'skip', step: 'zero', output: { isLarge: false } });
    expect(drawn(sequel)).toBe('one > two > loop');
    expect(sequel.status).toBe('completed');
  });

  it('ends after a hundred commands, and says so', () => {
    const items = Array.from({ length: 500 }, (_, index) => index);
    const loop = command('loop', {
      forEach: { items: `\${${JSON.stringify(items)}}`, as: 'each', maxParallel: 1 },
    });
    const run = new SagaRun(compile({ name: 'order', steps: [command('one'), loop] }), {});
    const { sequel } = preview(run, { name: 'skip', step: 'one' });
    expect(sequel.endsBecause).toBe('too-much');
    expect(drawn(sequel).split(' > ').length).toBeLessThanOrEqual(102);
  });
});

describe('the hash of a preview', () => {
  it('is the same as long as the action would do the same', () => {
    const run = stuckAtTheEnd();
    const action = { name: 'retry' } as const;
    const { hash } = preview(run, action);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(preview(run, action, run.at + 3_600_000).hash).toBe(hash);
    run.take({ type: 'resend', at: run.at + 5 });
    expect(preview(run, action).hash).toBe(hash);
  });

  it('is another one for another payload, another saga or another action', () => {
    const run = stuckAtTheEnd();
    const hashes = [
      preview(run, { name: 'retry' }),
      preview(run, { name: 'retry', step: 'ship' }),
      preview(run, { name: 'retry', step: 'ship', input: { a: 1 } }),
      preview(run, { name: 'skip', step: 'ship', output: 1 }),
      preview(run, { name: 'skip', step: 'ship', output: 2 }),
      preview(run, { name: 'abandon' }),
    ].map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
