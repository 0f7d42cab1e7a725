import fc from 'fast-check';
import { nextWakeAt, operators, type Command, type ReplyOutcome, type SagaState } from '#engine';
import { FENCED, UNDONE } from '#simulation';
import { assertProperty } from '#testing-internal';
import { compile, definitionDocuments, operatorActionOn, SagaRun, schedules } from '#testing-sagas';
import type { FollowedCommand } from './followed.js';
import { sequelInParts, type Sequel } from './sequel.js';

/* What a preview says of the future is what comes when all goes well. */

const OUTCOMES: Readonly<Record<FollowedCommand['assumed'], ReplyOutcome>> = {
  succeeded: { type: 'succeeded', output: { id: 1 } },
  undone: UNDONE,
  'not-done': FENCED,
};

function sequelOf(...given: Parameters<typeof sequelInParts>): Sequel {
  const parts = sequelInParts(...given);
  let part = parts.next();
  while (part.done !== true) part = parts.next();
  return part.value;
}

/** What the preview has of commands, in whichever place. */
function allOf({ commands, held, later }: Sequel): readonly FollowedCommand[] {
  return flat([...commands, ...held, ...later.flatMap(({ then }) => then)]);
}

function flat(commands: readonly FollowedCommand[]): readonly FollowedCommand[] {
  return commands.flatMap((each) => [each, ...flat(each.then)]);
}

/** Steps that wait for a signal or an event. */
function waitingSteps({ steps }: SagaState): readonly string[] {
  return Object.keys(steps).filter((name) => {
    const step = steps[name];
    return step?.status === 'waiting' && (step.signal !== null || step.event !== undefined);
  });
}

/** What the first of them waits for comes; false: nothing can. */
function someCame(run: SagaRun): boolean {
  return waitingSteps(run.state).some((step) => {
    const action = { name: 'skip', step, output: { id: 1 } } as const;
    const by = { type: 'operator', actor: 'o', reason: 'r' } as const;
    return run.take({ ...by, at: run.at + 1, action }).type === 'transition';
  });
}

/**
 * What happens next when all is answered; false: nothing, or something that is not that all goes
 * well: a wait that runs out.
 */
function passOn(run: SagaRun): boolean {
  const { state } = run;
  const waiting = new Set(waitingSteps(state));
  const due = Object.entries(state.steps).flatMap(([name, step]) => {
    if (step.status === 'waiting') return waiting.has(name) ? [] : [step.dueAt];
    return 'exchange' in step ? [step.exchange.dueAt] : [];
  });
  if (waiting.size === 0) return run.passTime();
  if (due.length === 0) return someCame(run);
  return (nextWakeAt(state) ?? 0) >= Math.min(...due) && run.passTime();
}

/** Answers everything as it is taken to be answered; gives what is sent because of a reply. */
function goWell(run: SagaRun, sent: readonly Command[], sequel: Sequel) {
  const foretold = new Map(allOf(sequel).map((each) => [each.command.messageId, each]));
  const ids = new Set(sent.map(({ messageId }) => messageId));
  const again = run.take({ type: 'resend', at: run.at });
  const before = again.type === 'transition' ? again.commands : [];
  const own = { isFollowed: true };
  const awaited = [
    ...before
      .filter(({ messageId }) => !ids.has(messageId))
      .map((command) => ({ command, isFollowed: false })),
    ...sent.map((command) => ({ command, ...own })),
  ];
  const followed: Command[] = [...sent];
  for (let turn = 0; turn < 300; turn++) {
    const next = awaited.shift();
    if (next === undefined) {
      if (run.state.endedAt !== null) return followed;
      const from = run.sent.length;
      if (!passOn(run)) return followed;
      const later = run.sent.slice(from);
      followed.push(...later);
      awaited.push(...later.map((command) => ({ command, ...own })));
      continue;
    }
    const { command, isFollowed } = next;
    const assumed = foretold.get(command.messageId)?.assumed ?? assumedBeside(command, run.state);
    const decision = run.answer(command, OUTCOMES[assumed]);
    const commands = decision.type === 'transition' ? decision.commands : [];
    if (isFollowed) followed.push(...commands);
    awaited.push(...commands.map((each) => ({ command: each, isFollowed })));
  }
  throw new Error('it does not end');
}

/** What was under way before is not in the preview. */
function assumedBeside({ direction, step }: Command, { steps }: SagaState) {
  if (direction !== 'inquire') return direction === 'execute' ? 'succeeded' : 'undone';
  const because = steps[step]?.inquiry?.because ?? 'attempts-used-up';
  return because === 'attempts-used-up' ? 'succeeded' : 'not-done';
}

/** The first action on a step, from a random one on, that sends something; null: none does. */
function somethingSent({ definition, state, at }: SagaRun, step: number, index: number) {
  const names = Object.keys(state.steps);
  for (let more = 0; more < 10 * names.length; more++) {
    const name = names[(step + Math.floor(more / 10)) % names.length] ?? '';
    const action = operatorActionOn(name, index + more);
    const by = { actor: 'o', reason: 'r' } as const;
    const input = { type: 'operator', at: at + 1, action, ...by } as const;
    const foreseen = operators.foresee({ definition, state, pauses: [] }, input);
    if (foreseen.type !== 'transition') continue;
    const { commands } = foreseen.consequences;
    if (commands.length > 0) return { input, foreseen, commands };
  }
  return null;
}

const counts = { whole: 0, waited: 0, commands: 0 };

it('is what a saga does whose participants succeed, in every state and after every action', () => {
  assertProperty(
    fc.property(
      definitionDocuments.filter(({ isSound }) => isSound),
      schedules,
      fc.nat(20),
      fc.nat(20),
      (random, schedule, step, index) => {
        const run = new SagaRun(compile(random.document), random.input);
        for (const entry of schedule.slice(0, (step + index) % 10)) run.follow(entry);
        const { definition, state } = run;
        // it may come before the end, which is not that all goes well
        if (state.deadlineAt !== null) return;
        const chosen = somethingSent(run, step, index);
        if (chosen === null) return;
        const { input, foreseen, commands } = chosen;
        const sequel = sequelOf(definition, foreseen);
        if (sequel.endsBecause === 'too-much') return;
        run.take(input);
        const sent = goWell(run, commands, sequel);
        const foretold = allOf(sequel);
        const told = new Map(foretold.map((each) => [each.command.messageId, each]));
        for (const { messageId, data } of sent) {
          const each = told.get(messageId);
          expect(each).toBeDefined();
          if (each?.isDataKnown) expect(each.command.data).toEqual(data);
        }
        if (waitingSteps(run.state).length > 0) return;
        expect(foretold).toHaveLength(sent.length);
        expect(sequel.status).toBe(run.state.status);
        counts.whole++;
        if (sequel.later.length > 0) counts.waited++;
        counts.commands += sent.length;
      },
    ),
    { runs: 600, seededRuns: 2_500, isCounted: true },
  );
  expect(counts.whole).toBeGreaterThan(50);
  expect(counts.waited).toBeGreaterThan(5);
  expect(counts.commands).toBeGreaterThan(100);
});
