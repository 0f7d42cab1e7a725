import {
  TERMINAL_STATUSES,
  type Command,
  type Decision,
  type SagaError,
  type SagaInput,
  type SagaState,
  type SagaStatus,
  type StepState,
} from '#engine';
import { type JsonValue } from '#protocol';
import type { SagaDefinition, StepDefinition } from '#definition';
import { replyOf, VirtualSaga } from '#simulation';
import { type GivenEvent, OfferedEvents } from './given-events.js';
import { FakeParticipants } from './fake-participants.js';
import type { GivenAnswers } from './given-answers.js';

export interface SagaOutcome {
  readonly status: SagaStatus;
  readonly output: JsonValue;
  readonly error: SagaError | null;
  /** Everything that was sent, in order. */
  readonly sent: readonly Command[];
  /** Events that its steps published, in order, and those that took them back. */
  readonly published: readonly PublishedEvent[];
  /** Steps whose effects were undone, in that order. */
  readonly undone: readonly string[];
  /** Steps that need a person. */
  readonly stuckOn: readonly string[];
  /** What became of each step, by its name; of an iteration of a loop too: `reserve[3]`. */
  readonly steps: Readonly<Record<string, StepState['status']>>;
  /** Virtual time from the start to the end, or until nothing more happened. */
  readonly takesMs: number;
}

export interface PublishedEvent {
  readonly event: string;
  readonly data: JsonValue;
}

export interface GivenSignal {
  readonly name: string;
  readonly payload: JsonValue;
}

/** What a test gives beside the start. */
export interface Given {
  readonly answers: GivenAnswers;
  readonly signals: readonly GivenSignal[];
  readonly events: readonly GivenEvent[];
  /** The step after whose success somebody cancels the saga; null: nobody does. */
  readonly cancelAfter: string | null;
}

export interface GivenStart {
  readonly key: string | null;
  readonly input: JsonValue;
}

/** The signals that a step waits for, or that end its loop between two rounds. */
export function signalsOf(step: StepDefinition): readonly string[] {
  if (step.type === 'wait') return [step.signal];
  return step.type === 'command' && step.loop?.type === 'repeat' ? step.loop.signals : [];
}

const SAGA_ID = '00000000-0000-7000-8000-000000000000';
const BEGIN_AT = Date.UTC(2030, 0, 1);
/** After more inputs than this the saga must be in an endless loop. */
const INPUTS_MAX = 100_000;

/** Runs a saga in virtual time until it ends, or until only a person can continue it. */
export function runSaga(
  definition: SagaDefinition,
  given: Given,
  { key, input }: GivenStart,
): SagaOutcome {
  const run = new Run(definition, given);
  run.take({ type: 'start', at: BEGIN_AT, sagaId: SAGA_ID, key, input });
  for (let count = 0; count < INPUTS_MAX; count++) {
    const next = run.next();
    if (next === null) return run.outcome();
    run.take(next);
  }
  throw new Error(`the saga does not come to an end within ${INPUTS_MAX} inputs`);
}

function whyNot({ code, detail, faults = [] }: Extract<Decision, { type: 'rejected' }>): string {
  const found = faults.map(({ path, message }) => `; ${path || '/'} ${message}`);
  return `${code}, ${detail}${found.join('')}`;
}

class Run {
  private readonly saga: VirtualSaga;
  private readonly sent: Command[] = [];
  private readonly published: PublishedEvent[] = [];
  private readonly replies: SagaInput[] = [];
  /** Steps that have one. */
  private readonly children: ReadonlySet<string>;

  private readonly participants: FakeParticipants;
  private readonly events: OfferedEvents;
  private isToCancel: boolean;

  constructor(
    definition: SagaDefinition,
    private readonly given: Given,
  ) {
    this.participants = new FakeParticipants(given.answers);
    this.events = new OfferedEvents(definition, given.events);
    this.isToCancel = given.cancelAfter !== null;
    this.saga = new VirtualSaga(definition, { at: BEGIN_AT });
    const parents = definition.steps.filter(
      (step) => step.type === 'command' && step.child !== null,
    );
    this.children = new Set(parents.map(({ name }) => name));
  }

  take(input: SagaInput): void {
    const decision = this.saga.take(input);
    if (decision.type === 'rejected' && input.type === 'signal') {
      throw new Error(`the signal "${input.name}" is refused: ${whyNot(decision)}`);
    }
    if (decision.type !== 'transition') return;
    for (const event of decision.events) {
      if (event.type === 'event-published') this.published.push(event);
    }
    for (const command of decision.commands) this.send(command);
  }

  /** A cancel comes first, then replies, signals, events, time; null: nothing more happens. */
  next(): SagaInput | null {
    const { state } = this.saga;
    if (TERMINAL_STATUSES.has(state.status)) return null;
    const at = this.saga.time.at + 1;
    const cancel = this.cancelAt(state, at);
    if (cancel !== null) return cancel;
    const reply = this.replies.shift();
    if (reply) return { ...reply, at };
    const given = this.signalFor(state) ?? this.events.next(state, at);
    return given ?? this.saga.timer(this.withoutAskingAgain(state));
  }

  outcome(): SagaOutcome {
    const { status, output, error, steps } = this.saga.state;
    return {
      status,
      output,
      error,
      sent: this.sent,
      published: this.published.map(({ event, data }) => ({ event, data })),
      undone: this.participants.undone,
      stuckOn: Object.keys(steps).filter((name) => steps[name]?.status === 'stuck'),
      steps: Object.fromEntries(
        Object.entries(steps).map(([name, { status: became }]) => [name, became]),
      ),
      takesMs: this.saga.time.at - BEGIN_AT,
    };
  }

  private cancelAt({ steps }: SagaState, at: number): SagaInput | null {
    const { cancelAfter } = this.given;
    if (!this.isToCancel || steps[cancelAfter ?? '']?.status !== 'succeeded') return null;
    this.isToCancel = false;
    const action = { name: 'cancel' } as const;
    return { type: 'operator', at, action, actor: 'test', reason: 'the test cancels it' };
  }

  /** The engine keeps asking for a child that has not ended; its answer does not change. */
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
    if (outcome !== null) this.replies.push(replyOf(command, outcome, this.saga.time.at));
  }

  /** The next one given for a name that a step waits for. */
  private signalFor(state: SagaState): SagaInput | null {
    const waitedFor = this.saga.definition.steps.flatMap((step) =>
      state.steps[step.name]?.status === 'waiting' ? signalsOf(step) : [],
    );
    const index = this.given.signals.findIndex(
      ({ name }, place) =>
        waitedFor.includes(name) && !state.signals.some(({ id }) => id === `${name}-${place}`),
    );
    const given = this.given.signals[index];
    if (!given) return null;
    const { name, payload } = given;
    return { type: 'signal', at: this.saga.time.at + 1, name, id: `${name}-${index}`, payload };
  }
}
