import type { pausing } from '#engine';
import { compile, SagaRun } from '#testing-sagas';
import { command, drawn, preview, stuckAtTheEnd } from './sequel.fixture.js';

/* Given pauses, when an action is previewed, then this is what they hold. */

const PART: pausing.Pause = {
  id: 'p-1',
  scope: { participant: 'part' },
  from: 0,
  to: null,
  withCompensations: false,
};
const byOperator = { type: 'operator', actor: 'o', reason: 'r' } as const;

describe('what a pause holds', () => {
  it('is not sent, and is said to be held, with what follows once the pause is over', () => {
    const run = stuckAtTheEnd();
    run.pauses = [PART];
    const { sequel, consequences } = preview(run, { name: 'retry' });
    expect(consequences).toMatchObject({
      commands: [],
      held: { commands: [{ step: 'ship', attempt: 2 }] },
      statusAfter: 'running',
      ...{ timersSet: [], timersStopped: [] },
    });
    expect(sequel.commands).toEqual([]);
    expect(drawn({ ...sequel, commands: sequel.held })).toBe('ship > tell');
    expect(sequel).toMatchObject({ status: 'completed', endsBecause: null });
  });

  it('is another thing than sending it: the hash says so, and so it does when it is over', () => {
    const run = stuckAtTheEnd();
    const { hash: sent } = preview(run, { name: 'retry' });
    run.pauses = [PART];
    const { hash: held } = preview(run, { name: 'retry' });
    expect(held).not.toBe(sent);
    expect(preview(run, { name: 'retry' }, run.at + 3_600_000).hash).toBe(held);
    run.pauses = [{ ...PART, to: run.at }];
    expect(preview(run, { name: 'retry' }).hash).toBe(sent);
  });

  it('are the steps that are next, too, and events', () => {
    const steps = [
      command('one'),
      { name: 'tell', publish: { event: 'order.done', data: { a: 1 } } },
      command('two'),
    ];
    const run = new SagaRun(compile({ name: 'order', steps }), {});
    run.pauses = [{ ...PART, scope: { definition: 'order' } }];
    const { consequences } = preview(run, { name: 'skip', step: 'one' });
    expect(consequences).toMatchObject({
      ...{ commands: [], notices: [] },
      held: { commands: [{ step: 'two' }], notices: [{ event: 'order.done', data: { a: 1 } }] },
    });
  });
});

describe('a pause of a saga', () => {
  it('stops its clocks, with what they have left; a resume lets them go on', () => {
    const steps = [command('one', { timeout: '1m' }), command('two')];
    const run = new SagaRun(compile({ name: 'order', steps, deadline: '10m' }), {});
    const at = run.at + 20_000;
    const { consequences, sequel } = preview(run, { name: 'pause' }, at);
    const left = consequences.timersStopped.map(({ what, step, at: due }) => [
      what,
      step,
      due - at,
    ]);
    expect(left).toEqual([
      ['deadline', null, 580_000],
      ['timeout', 'one', 40_000],
    ]);
    expect(consequences).toMatchObject({ commands: [], timersSet: [], timersCleared: [] });
    // what is under way goes on, and the saga with it, once it is resumed
    expect(sequel.status).toBe('completed');
    run.take({ ...byOperator, at, action: { name: 'pause' } });
    const later = preview(run, { name: 'resume' }, at + 3_600_000).consequences;
    expect(later.timersGoingOn.map(({ at: due }) => due - later.at)).toEqual([580_000, 40_000]);
    expect(later).toMatchObject({ timersSet: [], timersCleared: [], timersStopped: [] });
  });

  it('that ends sends what it held, at once', () => {
    const run = stuckAtTheEnd();
    for (const name of ['pause', 'retry'] as const) {
      run.take({ ...byOperator, at: run.at + 1, action: { name } });
    }
    const { consequences, sequel } = preview(run, { name: 'resume' });
    expect(consequences).toMatchObject({
      commands: [{ step: 'ship', attempt: 2 }],
      held: { commands: [] },
      timersSet: [{ what: 'timeout', step: 'ship' }],
    });
    expect(drawn(sequel)).toBe('ship > tell');
    run.pauses = [PART];
    const held = preview(run, { name: 'resume' }).consequences;
    expect(held).toMatchObject({ commands: [], held: { commands: [{ step: 'ship' }] } });
  });
});
