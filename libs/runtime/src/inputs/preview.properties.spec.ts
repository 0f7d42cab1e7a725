import fc from 'fast-check';
import { operators, type OperatorAction, type pausing, type SagaState } from '#engine';
import {
  compile,
  definitionDocuments,
  operatorActionOn,
  SagaRun,
  schedules,
  type ScheduleEntry,
} from '#testing-sagas';
import { assertProperty, PipelineBench, propertyTimeMs } from '#testing-internal';
import type { OperateResult } from '../requests/pipeline-requests.js';
import {
  commandText,
  left,
  orderIn,
  orderOf,
  previewOn,
  shown,
  text,
  type Preview,
} from './preview.fixture.js';

/* A preview says what the pipeline then sends, with its payload, or the act is refused. */

/** States of each random saga in which an action is previewed and taken. */
const STATES_PER_SAGA = 8;
const settings = { runs: 600, seededRuns: 3_000, isCounted: true, runsMax: 20_000 };

async function act(
  bench: PipelineBench,
  state: SagaState,
  request: { readonly action: OperatorAction; readonly previewHash: string },
): Promise<OperateResult> {
  const { id, version, status } = state;
  const none = { wakeAt: null, idempotencyKey: null, fingerprint: null };
  bench.store.sagas.set(id, { state: JSON.stringify(state), version, status, ...none });
  const by = { actor: 'operator', reason: 'test', idempotencyKey: null, fingerprint: 'f' };
  const result = await bench.pipeline.operate({ sagaId: id, ...request, ...by });
  // what a pause held is due when it is over; whether a lock is free is another question
  const isAskingForLock = state.locks.some((lock) => lock.status === 'waiting');
  const isResumed = result.type === 'done' && request.action.name === 'resume';
  if (isResumed && !isAskingForLock) await bench.pipeline.wake(id);
  await bench.pipeline.close();
  return result;
}

const counts = {
  ...{ states: 0, done: 0, outdated: 0, withCommands: 0, lateButSame: 0 },
  ...{ paused: 0, withHeld: 0, pauses: 0, resumes: 0, released: 0 },
};
/** That `operatorActionOn` knows. */
const STEP_ACTIONS = 10;
const ACTIONS = STEP_ACTIONS + 2;

interface Choice {
  readonly step: number;
  readonly action: number;
  /** How many more inputs come between the preview and the action. */
  readonly between: number;
  /** What an operator pauses before: the saga itself, or more than it; `past`: it is over. */
  readonly pause: 'own' | 'definition' | 'step' | 'participant' | 'past' | 'none';
  readonly withCompensations: boolean;
  /** All earlier pauses are over before. */
  readonly isEnded: boolean;
}

const choices = fc.array(
  fc.record({
    step: fc.nat(20),
    action: fc.nat(20),
    between: fc.constantFrom(0, 0, 1, 2),
    pause: fc.constantFrom(
      ...(['none', 'none', 'none', 'none', 'none', 'none', 'own', 'own'] as const),
      ...(['definition', 'step', 'participant', 'past'] as const),
    ),
    withCompensations: fc.boolean(),
    isEnded: fc.constantFrom(true, true, true, false),
  }),
  { minLength: STATES_PER_SAGA, maxLength: STATES_PER_SAGA },
);

function chosen(run: SagaRun, { step, action }: Choice): OperatorAction {
  if (run.state.paused !== undefined && step % 3 === 0) return { name: 'resume' };
  if (action % ACTIONS >= STEP_ACTIONS) {
    return { name: action % 2 === 0 ? 'pause' : 'resume' };
  }
  return operatorActionOn(stepOf(run, step), action % ACTIONS);
}

/** One that is stuck, mostly. */
function stepOf({ state }: SagaRun, choice: number): string {
  const names = Object.keys(state.steps);
  const stuck = names.filter((name) => state.steps[name]?.status === 'stuck');
  const from = stuck.length > 0 && choice % 4 > 0 ? stuck : names;
  return from[choice % from.length] ?? '';
}

function pauseSome(run: SagaRun, choice: Choice): void {
  const { pause, step, withCompensations, isEnded } = choice;
  if (isEnded) {
    run.pauses = run.pauses.map((each) => ({ ...each, to: each.to ?? run.at }));
    operate(run, { name: 'resume' });
  }
  if (pause === 'none') return;
  if (pause === 'own') {
    operate(run, { name: 'pause' });
    // what it asks for is held
    if (withCompensations) operate(run, operatorActionOn(stepOf(run, step), choice.action));
    return;
  }
  const to = pause === 'past' ? run.at : null;
  const id = `pause-${run.pauses.length}`;
  const own = { id, from: Math.max(0, run.at - step), to, withCompensations };
  run.pauses = [...run.pauses, { ...own, scope: scopeIn(run, pause, step) }];
}

function operate(run: SagaRun, action: OperatorAction): void {
  run.take({ type: 'operator', at: run.at + 1, action, actor: 'o', reason: 'r' });
}

function scopeIn(
  { definition: { name, steps } }: SagaRun,
  pause: Choice['pause'],
  choice: number,
): pausing.PauseScope {
  const step = steps[choice % steps.length];
  if (pause === 'definition' || step === undefined) return { definition: name };
  if (pause !== 'participant') return { definition: name, step: step.name };
  return { participant: step.type === 'command' ? step.participant : 'part' };
}

describe('a preview that is confirmed', () => {
  it(
    'is what is then sent, in thousands of random states, or is refused because it is not',
    async () => {
      await assertProperty(
        fc.asyncProperty(definitionDocuments, schedules, choices, tryChoices),
        settings,
      );
      // the property says something only where something is sent, and where something came between
      expect(counts.states).toBeGreaterThan(2_000);
      expect(counts.done).toBeGreaterThan(1_600);
      expect(counts.withCommands).toBeGreaterThan(240);
      expect(counts.lateButSame).toBeGreaterThan(60);
      expect(counts.outdated).toBeGreaterThan(60);
      expect(counts.paused).toBeGreaterThan(400);
      expect(counts.withHeld).toBeGreaterThan(80);
      expect(counts.pauses).toBeGreaterThan(40);
      expect(counts.resumes).toBeGreaterThan(40);
      expect(counts.released).toBeGreaterThan(4);
    },
    propertyTimeMs(settings),
  );
});

async function tryChoices(
  random: { readonly document: object; readonly input: Readonly<Record<string, boolean>> },
  schedule: readonly ScheduleEntry[],
  all: readonly Choice[],
): Promise<void> {
  const run = new SagaRun(compile(random.document), random.input);
  const coming = [...schedule];
  for (const choice of all) {
    pauseSome(run, choice);
    if (run.state.endedAt !== null) return;
    await tryChoice(run, choice, { document: random.document, coming });
    const next = coming.shift();
    if (next !== undefined) run.follow(next);
  }
}

/** The first action that is possible, from a random one on; null: none is. */
function previewOfSome(run: SagaRun, choice: Choice) {
  for (let more = 0; more < ACTIONS; more++) {
    const action = chosen(run, { ...choice, action: choice.action + more });
    const preview = previewOn(run, action, run.at + 1);
    if (preview.type === 'preview') return { action, preview };
  }
  return null;
}

async function tryChoice(
  run: SagaRun,
  choice: Choice,
  { document, coming }: { readonly document: object; readonly coming: ScheduleEntry[] },
): Promise<void> {
  const some = previewOfSome(run, choice);
  if (some === null) return;
  const { action, preview } = some;
  const versionBefore = run.state.version;
  for (const entry of coming.splice(0, choice.between)) run.follow(entry);
  const bench = new PipelineBench({ document, pauses: { touching: () => run.pauses } });
  await bench.clock.advance(Math.max(0, run.at - bench.at) + choice.step * 1000);
  const result = await act(bench, run.state, { action, previewHash: preview.hash });
  const now = previewOn(run, action, bench.at);
  counts.states++;
  if (result.type === 'done') {
    counts.done++;
    if (run.state.version !== versionBefore) counts.lateButSame++;
    if (preview.consequences.commands.length > 0) counts.withCommands++;
    noteWhat(run, preview);
    if (isLate(preview)) return;
    expect(left(bench)).toEqual(shown(preview));
    expect(orderIn(bench)).toEqual(orderOf(preview));
    expect(result.status).toBe(preview.consequences.statusAfter);
    expectHeld(run, preview);
  } else if (result.type === 'outdated') {
    counts.outdated++;
    if (now.type === 'refused') throw new Error('what cannot be done is refused for that');
    expect([...shown(now), rest(now)]).not.toEqual([...shown(preview), rest(preview)]);
    expect(left(bench)).toEqual([]);
  } else {
    expect(now.type).toBe('refused');
  }
}

/** What else a preview promises: the order too. */
function rest(preview: Preview): string {
  const { statusAfter, directionAfter, undoLost, locksGivenBack, held } = preview.consequences;
  const { timersStopped, timersGoingOn } = preview.consequences;
  const clocks = [timersStopped, timersGoingOn].map((all) =>
    all.map((each) => [each.what, each.step]),
  );
  const back = held.commands.map(commandText);
  const order = orderOf(preview);
  const notices = held.notices.length;
  return text({
    order,
    statusAfter,
    directionAfter,
    undoLost,
    locksGivenBack,
    back,
    notices,
    clocks,
  });
}

function noteWhat(
  { state, pauses }: SagaRun,
  { consequences: { action, commands, held } }: Preview,
) {
  if (state.paused !== undefined || pauses.some(({ to }) => to === null)) counts.paused++;
  if (held.commands.length > 0) counts.withHeld++;
  if (action.name === 'pause') counts.pauses++;
  if (action.name !== 'resume') return;
  counts.resumes++;
  if (commands.length > 0) counts.released++;
}

/** A clock ran out before the pause, and nobody had woken the saga: that happens as well then. */
function isLate({ consequences: { at, timersGoingOn } }: Preview): boolean {
  return timersGoingOn.some((timer) => timer.at <= at);
}

/** What would be sent if nothing was paused is sent or held, and nothing is both. */
function expectHeld(run: SagaRun, { consequences }: Preview): void {
  const { action, commands, held } = consequences;
  const ids = [...commands, ...held.commands].map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(ids.length);
  if (action.name === 'pause' || action.name === 'resume') return;
  const { paused: _, ...state } = run.state;
  const input = { type: 'operator', at: run.at + 1, action, actor: '', reason: '' } as const;
  const free = operators.foresee({ definition: run.definition, state, pauses: [] }, input);
  if (free.type !== 'transition') throw new Error('it is possible when it is not paused');
  const all = new Set([...commands, ...held.commands].map(commandText));
  for (const each of free.consequences.commands) expect(all).toContain(commandText(each));
}
