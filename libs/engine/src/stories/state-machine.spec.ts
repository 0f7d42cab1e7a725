import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { JsonValue } from '#protocol';
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

const SEED = 20_261_122;
const RUNS = 2_500;
/** So many of the seed are made, and compared, with `PROPERTY_RUNS=25000`. */
const ALL_RUNS = 25_000;
/** Those after the first 2,500 in which a move happens for the first time. */
const RARE = [2574, 2616, 2654, 4055, 4286, 5173, 7015, 7632, 12_027, 15_054, 24_941];

/** Every move that random sagas make, from a fixed seed so that none is missed by chance. */
function collectMoves(): { saga: ReadonlySet<string>; step: ReadonlySet<string> } {
  const saga = new Set<string>();
  const step = new Set<string>();
  /** After how many runs there were more moves than before. */
  const news: number[] = [];
  let runs = 0;
  const collect = ({ before, after }: Taken): void => {
    if (before === null || before === after) return;
    if (before.status !== after.status) saga.add(`${before.status} -> ${after.status}`);
    for (const [name, { status }] of Object.entries(after.steps)) {
      const from = before.steps[name]?.status;
      if (from !== undefined && from !== status) step.add(`${from} -> ${status}`);
    }
  };
  const moves = fc.property(definitionDocuments, schedules, (random, schedule) => {
    const known = saga.size + step.size;
    const run = new SagaRun(compile(random.document), random.input, collect);
    for (const entry of schedule) run.follow(entry);
    if (saga.size + step.size > known) news.push(runs);
    runs++;
  });
  assertProperty(moves, { runs: RUNS, isCounted: true, seed: SEED });
  if (runs >= ALL_RUNS) expect(news.filter((at) => at >= RUNS && at < ALL_RUNS)).toEqual(RARE);
  for (const from of RARE) assertProperty(moves, { runs: 1, runsMax: 1, seed: SEED, from });
  rewindCaught(collect);
  rewindCaughtWait(collect);
  rewindToLoop(collect);
  rewindToOtherSignal(collect);
  return { saga, step };
}

/** Moves that one of 25,000 random sagas makes, or none. */
function rewindCaught(collect: (taken: Taken) => void): void {
  const step = (name: string, more: object = {}) => {
    return { name, command: `part.${name}`, compensation: 'none', ...more };
  };
  const looping = { repeat: { until: '${true}' }, compensation: 'part.undo' };
  for (const [more, toStep] of [
    [{}, 'a'],
    [looping, 'a'],
    [{ ...looping, compensation: 'none' }, 'b'],
  ] as const) {
    const steps = [step('a'), step('b', { catch: 'any', ...more }), step('c')];
    const run = new SagaRun(compile({ name: 'rewound', steps }), {}, collect);
    const reply = (outcome: ReplyOutcome) => run.take(run.replyTo(0, outcome));
    reply({ type: 'succeeded', output: null });
    reply({ type: 'refused', error: { code: 'NO', message: 'no' } });
    rewind(run, toStep);
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
  rewind(run, 'ask');
}

/** A loop begins again at once: only an event comes before it, and another step was undone last. */
function rewindToLoop(collect: (taken: Taken) => void): void {
  const publish = { event: 'thing.done' };
  const acts = { command: 'part.act', compensation: 'part.undo', after: ['tell'] };
  const steps = [
    { name: 'tell', publish, compensation: { publish: { event: 'thing.undone' } } },
    { name: 'beside', ...acts },
    { name: 'loop', ...acts, repeat: { until: '${true}' } },
    { name: 'next', command: 'part.next', compensation: 'none' },
  ];
  const run = new SagaRun(compile({ name: 'rewound', steps }), {}, collect);
  const succeed = (step: string) => {
    const command = run.inFlight.find((each) => each.step === step);
    if (command === undefined) throw new Error(`${step} is not in flight`);
    run.answer(command, { type: 'succeeded', output: null });
  };
  for (const step of ['beside', 'loop']) succeed(step);
  rewind(run, 'tell');
  for (const step of ['loop', 'beside']) succeed(step);
}

/** A wait takes another signal than before, and what came after it can make nothing of that. */
function rewindToOtherSignal(collect: (taken: Taken) => void): void {
  const steps = [
    { name: 'first', wait: { signal: 'go' } },
    { name: 'act', command: 'part.act', input: '${steps.first.output.id}', compensation: 'none' },
    { name: 'slow', command: 'part.slow', compensation: 'none' },
    { name: 'second', wait: { signal: 'go' } },
  ];
  const run = new SagaRun(compile({ name: 'rewound', steps }), {}, collect);
  const signal = (id: string, payload: JsonValue) =>
    run.take({ type: 'signal', at: run.at + 1, name: 'go', id, payload });
  signal('s-1', { id: 1 });
  run.take(run.replyTo(0, { type: 'succeeded', output: null }));
  signal('s-2', {});
  rewind(run, 'first');
}

function rewind(run: SagaRun, toStep: string): void {
  const action = { name: 'compensate', toStep } as const;
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
