import {
  decide,
  nextWakeAt,
  TERMINAL_STATUSES,
  type Command,
  type SagaError,
  type SagaInput,
  type SagaState,
  type SagaStatus,
} from '#engine';
import { type JsonValue } from '#protocol';
import { type SagaDefinition } from '#definition';
import { FakeParticipants } from './fake-participants.js';
import type { GivenAnswers } from './given-answers.js';

export interface SagaOutcome {
  readonly status: SagaStatus;
  readonly output: JsonValue;
  readonly error: SagaError | null;
  /** Everything that was sent, in order. */
  readonly sent: readonly Command[];
  /** Steps whose effects were undone, in that order. */
  readonly undone: readonly string[];
  /** Steps that need a person. */
  readonly stuckOn: readonly string[];
  /** Virtual time from the start to the end, or until nothing went on. */
  readonly takesMs: number;
}

export interface GivenSignal {
  readonly name: string;
  readonly payload: JsonValue;
}

const SAGA_ID = '00000000-0000-7000-8000-000000000000';
const BEGIN_AT = Date.UTC(2030, 0, 1);
/** More inputs than this, and the saga goes round in circles. */
const INPUTS_MAX = 100_000;

/** Runs a saga in virtual time until it ends, or until only a person can go on. */
export function runSaga(
  definition: SagaDefinition,
  answers: GivenAnswers,
  signals: readonly GivenSignal[],
  input: JsonValue,
): SagaOutcome {
  const run = new Run(definition, new FakeParticipants(answers), signals);
  run.take({ type: 'start', at: BEGIN_AT, sagaId: SAGA_ID, key: null, input });
  for (let count = 0; count < INPUTS_MAX; count++) {
    const next = run.next();
    if (next === null) return run.outcome();
    run.take(next);
  }
  throw new Error(`the saga does not come to an end within ${INPUTS_MAX} inputs`);
}

class Run {
  private state: SagaState | null = null;
  private at = BEGIN_AT;
  private readonly sent: Command[] = [];
  private readonly replies: SagaInput[] = [];
  /** Steps that have one. */
  private readonly children: ReadonlySet<string>;

  constructor(
    private readonly definition: SagaDefinition,
    private readonly participants: FakeParticipants,
    private readonly signals: readonly GivenSignal[],
  ) {
    const { steps } = definition;
    const parents = steps.filter((step) => step.does === 'command' && step.child !== null);
    this.children = new Set(parents.map(({ name }) => name));
  }

  take(input: SagaInput): void {
    this.at = Math.max(this.at, input.at);
    const decision = decide(this.definition, this.state, input);
    if (decision.type !== 'transition') return;
    this.state = decision.state;
    for (const command of decision.commands) this.send(command);
  }

  /** Replies come first, then signals, then time passes; null: nothing goes on. */
  next(): SagaInput | null {
    const { state } = this;
    if (state === null || TERMINAL_STATUSES.has(state.status)) return null;
    const reply = this.replies.shift();
    if (reply) return { ...reply, at: this.at + 1 };
    const signal = this.signalFor(state);
    if (signal) return signal;
    const wakeAt = nextWakeAt(this.withoutAskingAgain(state));
    if (wakeAt === null) return null;
    // nobody else is there to hold them
    const heldLocks = state.locks.map(({ key }) => key);
    const isWaiting = state.locks.some(({ status }) => status === 'waiting');
    return { type: 'timer', at: isWaiting ? this.at : wakeAt, unsent: [], heldLocks };
  }

  outcome(): SagaOutcome {
    const { state } = this;
    if (state === null) throw new Error('the saga was not started');
    const steps = Object.entries(state.steps);
    return {
      status: state.status,
      output: state.output,
      error: state.error,
      sent: this.sent,
      undone: this.participants.undone,
      stuckOn: steps.filter(([, step]) => step.status === 'stuck').map(([name]) => name),
      takesMs: this.at - BEGIN_AT,
    };
  }

  /** A child that has not ended is asked now and then, for ever; its answer is the same. */
  private withoutAskingAgain(state: SagaState): SagaState {
    if (this.children.size === 0) return state;
    const steps = Object.entries(state.steps).map(([name, step]) => {
      const [own = name] = name.split('[');
      if (!('exchange' in step) || !this.children.has(own)) return [name, step] as const;
      return [name, { ...step, exchange: { ...step.exchange, dueAt: Infinity } }] as const;
    });
    return { ...state, steps: Object.fromEntries(steps) };
  }

  private send(command: Command): void {
    this.sent.push(command);
    const outcome = this.participants.receive(command);
    if (outcome === null) return;
    const { step, iteration, direction, attempt } = command;
    this.replies.push({
      type: 'reply',
      at: this.at,
      step,
      iteration,
      direction,
      attempt,
      outcome,
    });
  }

  /** The next one given for a name that a step waits for. */
  private signalFor(state: SagaState): SagaInput | null {
    const waitedFor = Object.values(state.steps).flatMap((step) =>
      step.status === 'waiting' && step.signal !== null ? [step.signal] : [],
    );
    const index = this.signals.findIndex(
      ({ name }, place) =>
        waitedFor.includes(name) && !state.signals.some(({ id }) => id === `${name}-${place}`),
    );
    const given = this.signals[index];
    if (!given) return null;
    const { name, payload } = given;
    return { type: 'signal', at: this.at + 1, name, id: `${name}-${index}`, payload };
  }
}
