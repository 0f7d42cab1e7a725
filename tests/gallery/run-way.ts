import { UNDONE } from '#simulation';
import type { Command, ReplyOutcome } from '#engine';
import type { SagaDefinition } from '#definition';
import { isObject, type JsonValue } from '#protocol';
import { SagaRun } from '#testing-sagas';

/** What a step is answered: an output, a signal's payload or an event's data; or an answer. */
export type Given = Readonly<Record<string, JsonValue | Answer>>;

/**
 * `each`: of the rounds or items of a loop, in order; the last one again for all after it. `child`:
 * the child saga runs by its own definition, and its steps are answered this.
 */
export type Answer =
  | { readonly answer: 'no'; readonly code: string }
  | { readonly answer: 'silence' }
  | { readonly answer: 'child'; readonly given: Given }
  | { readonly answer: 'each'; readonly of: readonly (JsonValue | Answer)[] };

export const no = (code: string): Answer => ({ answer: 'no', code });
export const SILENCE: Answer = { answer: 'silence' };
export const child = (given: Given = {}): Answer => ({ answer: 'child', given });
export const each = (...of: readonly (JsonValue | Answer)[]): Answer => ({ answer: 'each', of });

export interface Ran {
  readonly run: SagaRun;
  /** Commands, each once, and the events that it published, in order. */
  readonly sent: readonly string[];
  /** Of its life-cycle events, by name. */
  readonly told: ReadonlyMap<string, JsonValue>;
}

interface Options {
  /** By name: the definitions of child sagas that run themselves. */
  readonly children: ReadonlyMap<string, SagaDefinition>;
  /** An operator cancels the saga at once. Default false. */
  readonly isCancelled?: boolean;
}

/** Runs a saga by what its participants and people answer, until it ends. */
export function runWay(
  definition: SagaDefinition,
  input: JsonValue,
  given: Given,
  { isCancelled = false, children }: Options,
): Ran {
  const sent: string[] = [];
  const told = new Map<string, JsonValue>();
  const run = new SagaRun(definition, input, ({ decision }) => {
    if (decision.type !== 'transition') return;
    for (const notice of decision.notices) {
      if (notice.type === 'published') sent.push(notice.event);
      if (notice.type === 'life-cycle') told.set(notice.event, notice.data);
    }
    for (const { command, attempt } of decision.commands) if (attempt === 1) sent.push(command);
  });
  const offered = new Set<string>();
  if (isCancelled) run.take({ type: 'operator', at: run.at, ...CANCEL });
  for (let turn = 0; run.state.endedAt === null && turn < 2000; turn++)
    goOn(run, given, offered, children);
  return { run, sent, told };
}

const CANCEL = { action: { name: 'cancel' }, actor: 'operator', reason: 'a test' } as const;

/** `offered`: the steps that had an event offered. */
function goOn(
  run: SagaRun,
  given: Given,
  offered: Set<string>,
  children: Options['children'],
): void {
  for (const command of run.inFlight) {
    const outcome = outcomeOf(command, given, children);
    if (outcome === null) continue;
    run.answer(command, outcome);
    return;
  }
  if (!signal(run, given) && !offer(run, given, offered)) run.passTime();
}

/** null: nobody answers. */
function outcomeOf(
  command: Command,
  given: Given,
  children: Options['children'],
): ReplyOutcome | null {
  const { step, iteration, direction } = command;
  if (direction !== 'execute') return UNDONE;
  const answer = answerOf(given, step, iteration);
  if (!isAnswer(answer)) return { type: 'succeeded', output: answer };
  if (answer.answer === 'child') return outcomeOfChild(command, answer.given, children);
  if (answer.answer !== 'no') return null;
  return { type: 'refused', error: { code: answer.code, message: `${step} says no` } };
}

function outcomeOfChild(
  { child: of, data }: Command,
  given: Given,
  children: Options['children'],
): ReplyOutcome {
  const definition = children.get(of?.definition ?? '');
  if (!definition) throw new Error(`there is no definition ${of?.definition}`);
  const { state } = runWay(definition, data, given, { children }).run;
  if (state.status === 'completed') return { type: 'succeeded', output: state.output };
  return { type: 'refused', error: state.error ?? { code: 'CANCELLED', message: 'cancelled' } };
}

/** Whether there is a signal to give. */
function signal(run: SagaRun, given: Given): boolean {
  for (const step of run.definition.steps) {
    if (step.type !== 'wait' || run.state.steps[step.name]?.status !== 'waiting') continue;
    const payload = answerOf(given, step.name, 0);
    if (isAnswer(payload)) continue;
    run.take({ type: 'signal', at: run.at + 1, name: step.signal, id: step.name, payload });
    return true;
  }
  return false;
}

/** Whether there is an event to offer: to a step that waits, once. The saga may not take it. */
function offer(run: SagaRun, given: Given, offered: Set<string>): boolean {
  for (const step of run.definition.steps) {
    const state = run.state.steps[step.name];
    if (step.type !== 'event' || state?.status !== 'waiting') continue;
    const data = answerOf(given, step.name, 0);
    const isOffered = offered.has(step.name);
    offered.add(step.name);
    if (isOffered || isAnswer(data)) continue;
    const events = [{ step: step.name, id: step.name, at: run.at + 1, data }];
    run.take({ type: 'timer', at: run.at + 1, unsent: [], events });
    return true;
  }
  return false;
}

function answerOf(given: Given, step: string, iteration: number): JsonValue | Answer {
  const answer = given[step] ?? {};
  if (!isAnswer(answer) || answer.answer !== 'each') return answer;
  return answer.of[Math.min(iteration, answer.of.length - 1)] ?? {};
}

function isAnswer(given: JsonValue | Answer): given is Answer {
  return isObject(given as JsonValue) && 'answer' in (given as object);
}
