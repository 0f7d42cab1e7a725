import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import type { ReplyOutcome } from '../state/saga-input.js';
import { compile, definitionDocuments, SagaRun, schedules, type Taken } from '#testing-sagas';

const document = readFileSync('docs/STATE-MACHINE.md', 'utf8');

/** The first two columns of a table below a heading, as `from -> to`. */
function movesBelow(heading: string): ReadonlySet<string> {
  const section = document.split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '';
  const rows = [...section.matchAll(/^\| (\w+) \| (\w+) \|/gm)].slice(1);
  return new Set(rows.map(([, from, to]) => `${from} -> ${to}`));
}

/** Every move that random sagas make, from a fixed seed so that none is missed by chance. */
function collectMoves(): { saga: ReadonlySet<string>; step: ReadonlySet<string> } {
  const saga = new Set<string>();
  const step = new Set<string>();
  const collect = ({ before, after }: Taken): void => {
    if (before === null || before === after) return;
    if (before.status !== after.status) saga.add(`${before.status} -> ${after.status}`);
    for (const [name, { status }] of Object.entries(after.steps)) {
      const from = before.steps[name]?.status;
      if (from !== undefined && from !== status) step.add(`${from} -> ${status}`);
    }
  };
  assertProperty(
    fc.property(definitionDocuments, schedules, (random, schedule) => {
      const run = new SagaRun(compile(random.document), random.input, collect);
      for (const entry of schedule) run.follow(entry);
    }),
    { runs: 60_000, isCounted: true, seed: 20_261_122 },
  );
  rewindCaught(collect);
  rewindCaughtWait(collect);
  return { saga, step };
}

/** Moves that one of 60,000 random sagas makes, or none. */
function rewindCaught(collect: (taken: Taken) => void): void {
  const step = (name: string, more: object = {}) => {
    return { name, command: `part.${name}`, compensation: 'none', ...more };
  };
  const looping = { repeat: { until: '${true}' }, compensation: 'part.undo' };
  for (const more of [{}, looping]) {
    const steps = [step('a'), step('b', { catch: 'any', ...more }), step('c')];
    const run = new SagaRun(compile({ name: 'rewound', steps }), {}, collect);
    const reply = (outcome: ReplyOutcome) => run.take(run.replyTo(0, outcome));
    reply({ type: 'succeeded', output: null });
    reply({ type: 'refused', error: { code: 'NO', message: 'no' } });
    const action = { name: 'compensate', toStep: 'a' } as const;
    run.take({ type: 'operator', at: run.at + 1, action, actor: 'operator', reason: 'test' });
    reply({ type: 'succeeded', output: { result: 'undone' } });
  }
}

/** An operator has the saga go back to just before a wait that nothing came for. */
function rewindCaughtWait(collect: (taken: Taken) => void): void {
  const wait = { signal: 'go', timeout: '1s', onTimeout: 'fail' };
  const steps = [
    { name: 'ask', wait, catch: 'any' },
    { name: 'next', command: 'part.next', compensation: 'none' },
  ];
  const run = new SagaRun(compile({ name: 'rewound', steps }), {}, collect);
  run.take({ type: 'timer', at: run.at + 1000, unsent: [] });
  const action = { name: 'compensate', toStep: 'ask' } as const;
  run.take({ type: 'operator', at: run.at + 1, action, actor: 'operator', reason: 'test' });
}

describe('the state machine in the documents', () => {
  const made = collectMoves();

  it('has every move that a saga makes, and no other', () => {
    expect([...made.saga].sort()).toEqual([...movesBelow('A saga')].sort());
  });

  it('has every move that a step makes, and no other', () => {
    expect([...made.step].sort()).toEqual([...movesBelow('A step')].sort());
  });
});
