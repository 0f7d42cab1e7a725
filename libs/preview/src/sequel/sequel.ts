import type { SagaDefinition } from '#definition';
import {
  decide,
  nextWakeAt,
  type Command,
  type Direction,
  type operators,
  type ReplyOutcome,
  type SagaError,
  type SagaInput,
  type SagaState,
  type SagaStatus,
  type StepState,
  type TrailEntry,
} from '#engine';
import { FENCED, forwardSlip, replyOf, trailEntryOf, UNDONE } from '#simulation';
import { isForOthers, sinceOf, waitUntil } from './waits.js';
import type { FollowedCommand, FollowedWait } from './followed.js';
import { assumedDefinition } from './assumed-definition.js';
import { Unknowns } from './unknowns.js';

export interface Sequel {
  /** The commands that it was asked about, in their order. */
  readonly commands: readonly FollowedCommand[];
  /** Those that a pause holds, taken to go out once it is over. */
  readonly held: readonly FollowedCommand[];
  /** What is waited for once all of these are answered, one after the other. */
  readonly later: readonly FollowedWait[];
  /** What the saga is where the look ends. */
  readonly status: SagaStatus;
  /** Steps that wait for a signal or an event then. */
  readonly waitsOn: readonly string[];
  /** Steps that are stuck then, and why; the first 20. */
  readonly stuckOn: readonly StuckStep[];
  /** Why the look ends while the saga does not; null: the saga has ended. */
  readonly endsBecause: EndOfSequel | null;
}

export interface StuckStep {
  readonly step: string;
  /** Whether it is stuck in doing it, undoing it or asking about it. */
  readonly direction: Direction;
  /** null: it is out of attempts. */
  readonly error: SagaError | null;
}

/**
 * `too-much`: so many commands, waits or inputs are not followed. `stuck`: a person has to act.
 * `waiting`: for what nobody can assume to come.
 */
export type EndOfSequel = 'too-much' | 'stuck' | 'waiting';

const COMMANDS_MAX = 100;
const WAITS_MAX = 50;
const INPUTS_MAX = 300;
/** States are copied with every event: a large one is followed for a shorter while. */
const STEPS_AT_ONCE = 100_000;
const STUCK_MAX = 20;
const NEVER = Number.MAX_SAFE_INTEGER;

interface Awaited {
  readonly followed: FollowedCommand;
  readonly trail: readonly TrailEntry[];
}

/**
 * What follows from an action if all goes well, by the engine itself in virtual time: participants
 * succeed, nothing times out, pauses are over, signals and events come, and nobody does anything
 * else. null: a part of it is done, for who has something else to do in between.
 */
export function* sequelInParts(
  definition: SagaDefinition,
  foreseen: Pick<operators.Foreseen, 'done' | 'held'>,
): Generator<null, Sequel> {
  const future = new Future(definition, foreseen);
  while (future.goOn()) yield null;
  return future.sequel();
}

class Future {
  private readonly unknowns = new Unknowns();
  private readonly definition: SagaDefinition;
  private readonly first: readonly FollowedCommand[];
  private readonly held: readonly FollowedCommand[];
  private readonly later: FollowedWait[] = [];
  private readonly awaited: Awaited[];
  private readonly inputsMax: number;
  private readonly beginsAt: number;
  private state: SagaState;
  private at: number;
  private commands: number;
  private inputs = 0;

  constructor(
    definition: SagaDefinition,
    { done, held }: Pick<operators.Foreseen, 'done' | 'held'>,
  ) {
    const last = held ?? done.at(-1);
    if (last === undefined) throw new Error('nothing was done');
    const { state } = last;
    this.definition = assumedDefinition(definition, this.unknowns);
    this.at = state.updatedAt;
    this.beginsAt = this.at;
    this.state = undisturbed(state);
    const sent = done.flatMap(({ commands }) => commands);
    const heldBack = held?.commands ?? [];
    this.first = sent.map((command) => this.follow(command, 'conductor'));
    this.held = heldBack.map((command) => this.follow(command, 'conductor'));
    this.commands = sent.length + heldBack.length;
    const before = this.underWay(this.state, [...sent, ...heldBack]);
    this.awaited = [...before, ...this.first.map(toAwaited), ...this.held.map(toAwaited)];
    this.inputsMax = Math.min(
      INPUTS_MAX,
      Math.ceil(STEPS_AT_ONCE / (1 + Object.keys(state.steps).length)),
    );
  }

  /** false: nothing more happens, or enough did. */
  goOn(): boolean {
    if (this.isTooMuch || this.state.endedAt !== null) return false;
    const next = this.awaited.shift();
    if (next === undefined) return this.wait();
    this.answer(next);
    return true;
  }

  sequel(): Sequel {
    const { first: commands, held, later } = this;
    const { status, steps, endedAt } = this.state;
    const waitsOn = Object.keys(steps).filter((name) => isForOthers(steps[name]));
    const isOpen = endedAt === null;
    const why = this.isTooMuch ? 'too-much' : status === 'stuck' ? 'stuck' : 'waiting';
    const endsBecause = isOpen ? why : null;
    const stuckOn = isOpen ? stuckSteps(steps).slice(0, STUCK_MAX) : [];
    const waits = isOpen ? waitsOn : [];
    return { commands, held, later, status, waitsOn: waits, stuckOn, endsBecause };
  }

  private get isTooMuch(): boolean {
    const isLong = this.commands > COMMANDS_MAX || this.later.length >= WAITS_MAX;
    return isLong || this.inputs >= this.inputsMax;
  }

  /** Time passes until something happens by itself; else a signal or an event comes. */
  private wait(): boolean {
    const timer = this.timer();
    if (timer !== null) {
      const { what, step } = waitUntil(this.state, timer.at);
      const isKnown = what !== 'delay' || step === null || !this.unknowns.hasTime(step);
      const from = Math.max(this.beginsAt, sinceOf(this.state, step) ?? this.at);
      const ms = isKnown ? Math.max(0, timer.at - from) : null;
      this.goOnAfter({ what, step, name: null, ms }, timer);
      return true;
    }
    return Object.keys(this.state.steps).some((step) => this.come(step));
  }

  /** What the step waits for comes, with data that nobody knows. */
  private come(step: string): boolean {
    const state = this.state.steps[step];
    if (state?.status !== 'waiting' || !isForOthers(state)) return false;
    const action = { name: 'skip', step, output: null } as const;
    const input = { type: 'operator', at: this.at + 1, action, actor: '', reason: '' } as const;
    if (decide(this.definition, this.state, input).type !== 'transition') return false;
    this.unknowns.noteOutput(step);
    const own = this.definition.stepByName.get(step);
    const event = own?.type === 'event' ? own.event : null;
    const what = state.signal === null ? 'event' : 'signal';
    this.goOnAfter({ what, step, name: state.signal ?? event, ms: null }, input);
    return true;
  }

  private goOnAfter(wait: Omit<FollowedWait, 'then'>, input: SagaInput): void {
    const then = this.take(input);
    this.later.push({ ...wait, then });
    for (const command of then) this.awaited.push(toAwaited(command));
  }

  /** What was sent before is answered first: what needs it as well follows from the new ones. */
  private underWay(state: SagaState, sent: readonly Command[]): readonly Awaited[] {
    const ids = new Set(sent.map(({ messageId }) => messageId));
    const again = decide(this.definition, state, { type: 'resend', at: this.at });
    const commands = again.type === 'transition' ? again.commands : [];
    return commands
      .filter(({ messageId }) => !ids.has(messageId))
      .map((command) => toAwaited(this.follow(command, 'conductor')));
  }

  private answer({ followed, trail }: Awaited): void {
    const { command, assumed, then } = followed;
    const { direction, step } = command;
    const outcome = OUTCOMES[assumed];
    if (direction !== 'compensate' && assumed === 'succeeded') this.unknowns.noteOutput(step);
    const forwarded = forwardSlip(command, outcome);
    const reply = replyOf(command, outcome, this.at + 1);
    const isForwarded = forwarded !== null;
    const sent = this.take(command.slip ? { ...reply, forwarded: isForwarded, trail } : reply);
    if (forwarded !== null) {
      const next = this.follow(forwarded, 'participant');
      this.commands++;
      then.push(next);
      const entry = trailEntryOf(command, outcome);
      this.awaited.push({ followed: next, trail: [...trail, entry] });
    }
    then.push(...sent);
    for (const each of sent) this.awaited.push(toAwaited(each));
  }

  private take(input: SagaInput): FollowedCommand[] {
    this.inputs++;
    this.at = Math.max(this.at, input.at);
    const decision = decide(this.definition, this.state, input);
    if (decision.type !== 'transition') return [];
    this.state = undisturbed(decision.state);
    this.commands += decision.commands.length;
    return decision.commands.map((command) => this.follow(command, 'conductor'));
  }

  /** Back-offs, delays and intervals go by, and locks are free. */
  private timer(): SagaInput | null {
    const wakeAt = nextWakeAt(this.state);
    if (wakeAt === null || wakeAt >= NEVER) return null;
    const heldLocks = this.state.locks.map(({ key }, index) => ({ key, ticket: index + 1 }));
    return { type: 'timer', at: Math.max(this.at, wakeAt), unsent: [], heldLocks };
  }

  private follow(command: Command, sentBy: FollowedCommand['sentBy']): FollowedCommand {
    const isDataKnown = sentBy === 'conductor' && this.areDataKnown(command);
    return { command, isDataKnown, sentBy, assumed: this.assume(command), then: [] };
  }

  private areDataKnown({ step, direction }: Command): boolean {
    if (this.unknowns.hasData(step, direction === 'compensate' ? 'compensate' : 'execute')) {
      return false;
    }
    const own = this.definition.stepByName.get(step);
    const hasOwnInput = own?.type === 'command' && (own.compensation?.input ?? null) !== null;
    return direction !== 'compensate' || hasOwnInput || !this.unknowns.hasData(step, 'execute');
  }

  private assume({ direction, step, iteration }: Command): FollowedCommand['assumed'] {
    if (direction === 'execute') return 'succeeded';
    if (direction === 'compensate') return 'undone';
    const { inquiry = null } = stateOf(this.state, step, iteration) ?? {};
    const isInDoubt = inquiry === null || DOUBTS.has(inquiry.because);
    return isInDoubt ? 'succeeded' : 'not-done';
  }
}

function stuckSteps(steps: SagaState['steps']): readonly StuckStep[] {
  return Object.entries(steps).flatMap(([step, state]) => {
    if (state.status !== 'stuck') return [];
    return [{ step, direction: state.direction, error: state.error }];
  });
}

/** On the wire an iteration has the name of its loop, and a number. */
function stateOf({ steps }: SagaState, step: string, iteration: number): StepState | undefined {
  const own = steps[step];
  if (own === undefined || own.opened === 0) return own;
  const iterations = Object.entries(steps).filter(([name]) => name.startsWith(`${step}[`));
  return iterations.find(([, each]) => each.iteration === iteration)?.[1];
}

/** Nobody wants it not to have happened. */
const DOUBTS: ReadonlySet<string> = new Set(['attempts-used-up', 'maybe-forwarded']);

const OUTCOMES: Readonly<Record<FollowedCommand['assumed'], ReplyOutcome>> = {
  succeeded: { type: 'succeeded', output: null },
  undone: UNDONE,
  'not-done': FENCED,
};

function toAwaited(followed: FollowedCommand): Awaited {
  return { followed, trail: [] };
}

/** Without the timers that run out only when something does not go well, and without its pause. */
function undisturbed({ paused: _over, ...state }: SagaState): SagaState {
  const entries = Object.entries(state.steps);
  const isBound = ([, step]: (typeof entries)[number]): boolean =>
    isForOthers(step) || ('exchange' in step && step.exchange.phase === 'in-flight');
  if (state.deadlineAt === null && !entries.some(isBound)) return state;
  const steps = entries.map(([name, step]) => [name, unbound(step)] as const);
  return { ...state, deadlineAt: null, steps: Object.fromEntries(steps) };
}

function unbound(step: StepState): StepState {
  if (step.status === 'waiting') return isForOthers(step) ? { ...step, dueAt: NEVER } : step;
  if (!('exchange' in step) || step.exchange.phase !== 'in-flight') return step;
  return { ...step, exchange: { ...step.exchange, dueAt: NEVER } };
}
