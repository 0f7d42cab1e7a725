import { newBudget } from '../expressions/meter.js';
import type { JsonValue } from '../json.js';
import type {
  CommandStep,
  RetryPolicy,
  SagaDefinition,
  Scope,
} from '../definition/saga-definition.js';
import { childTarget } from './children.js';
import { evaluate } from './evaluate.js';
import { closeTransition, evolve } from './evolve.js';
import { messageId } from './identity.js';
import { variablesOf, wireNameOf } from './iterations.js';
import { noticesOf } from './notices.js';
import type { Command, Decision, Outgoing } from './decision.js';
import type { SagaEvent } from './saga-event.js';
import type { Direction, SagaError, SagaState, StepState } from './saga-state.js';
import { stepOf } from './saga-state.js';
import { type PassedOn, slipFactsOf, withSlip } from './slips.js';

/**
 * A transition in the making: what is recorded changes the state at once, so that each rule sees
 * what the rules before it did. Lives for one `decide` only.
 */
export class Draft {
  private readonly events: SagaEvent[] = [];
  private readonly commands: Command[] = [];
  private budget = newBudget();
  /** What a participant sent by itself: it is recorded like an issued command, and not sent. */
  passedOn: PassedOn | null = null;
  /** The step that got stuck last in this transition; null: none did. */
  lastStuck: string | null = null;

  constructor(
    /** Another one after a migration. */
    public definition: SagaDefinition,
    public state: SagaState,
    readonly at: number,
  ) {}

  /** The transition that begins a saga. */
  static begin(definition: SagaDefinition, started: SagaEvent, at: number): Draft {
    const draft = new Draft(definition, evolve(null, started, at), at);
    draft.events.push(started);
    return draft;
  }

  record(event: SagaEvent): void {
    this.state = evolve(this.state, event, this.at);
    this.events.push(event);
    if (event.type === 'step-stuck') this.lastStuck = event.step;
  }

  send(command: Command): void {
    this.commands.push(command);
  }

  /** What expressions see. */
  get scope(): Scope {
    const { input, id, key, steps } = this.state;
    return { input, saga: { id, key }, steps, budget: this.budget };
  }

  renewBudget(): void {
    this.budget = newBudget();
  }

  step(name: string): StepState {
    return stepOf(this.state, name);
  }

  get isEmpty(): boolean {
    return this.events.length === 0;
  }

  close(): Decision {
    const state = closeTransition(this.state, this.at);
    const { events } = this;
    const commands = traced(this.commands, state);
    const notices = traced(noticesOf(state, events), state);
    return { type: 'transition', events, commands, notices, state };
  }
}

/** A report to the parent needs none: that has its own, and it is the same. */
function traced<Message extends Outgoing>(
  messages: readonly Message[],
  { trace }: SagaState,
): readonly Message[] {
  if (trace === undefined) return messages;
  return messages.map((each) => (each.type === 'child-report' ? each : { ...each, trace }));
}

/**
 * Issues the next attempt of a step in one direction. `data` comes with the first attempt to
 * execute; `attemptsLeft` left out: the full number of the policy.
 */
export function issueCommand(
  draft: Draft,
  step: CommandStep,
  direction: Direction,
  options: { readonly data?: JsonValue; readonly attemptsLeft?: number } = {},
): SagaError | null {
  const before = draft.step(step.name);
  const settings = settingsOf(step, direction);
  const mapped = commandData(draft, step, direction, options.data ?? before.data);
  if ('error' in mapped) return mapped.error;
  const attempt = before.attempts[direction] + 1;
  const isFirst = direction === 'execute' && options.data !== undefined;
  const dueAt = draft.at + settings.timeoutMs;
  const slipFacts = slipFactsOf(draft, step, direction);
  draft.record({
    type: 'command-issued',
    step: step.name,
    iteration: before.iteration,
    direction,
    attempt,
    attemptsLeft: options.attemptsLeft ?? settings.retry.maxAttempts - 1,
    command: settings.command,
    ...(isFirst ? { data: mapped.data } : {}),
    dueAt,
    ...slipFacts,
  });
  if (slipFacts.passedOn) return null;
  const command = buildCommand(draft.state, step, { direction, attempt, dueAt, data: mapped.data });
  draft.send(withSlip(draft, step, command));
  return null;
}

/** The command of an exchange as it was sent before, the same to the byte. */
export function rebuildCommand(state: SagaState, step: CommandStep): Command | null {
  const current = stepOf(state, step.name);
  if (!('exchange' in current) || current.exchange.phase !== 'in-flight') return null;
  const { direction, attempt, dueAt } = current.exchange;
  const mapped = commandData({ state, scope: scopeOf(state) }, step, direction, current.data);
  if ('error' in mapped) return null;
  return buildCommand(state, step, { direction, attempt, dueAt, data: mapped.data });
}

export interface ExchangeSettings {
  readonly command: string;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
}

/** What a direction of a step is sent as, how long it may take and how often it is tried. */
export function settingsOf(step: CommandStep, direction: Direction): ExchangeSettings {
  if (direction !== 'compensate') return step;
  if (step.compensation === null) throw new Error(`${step.name} has no compensation`);
  return step.compensation;
}

function scopeOf(state: SagaState): Scope {
  return { input: state.input, saga: { id: state.id, key: state.key }, steps: state.steps };
}

function commandData(
  { state, scope }: Pick<Draft, 'state' | 'scope'>,
  step: CommandStep,
  direction: Direction,
  data: JsonValue,
): { readonly data: JsonValue } | { readonly error: SagaError } {
  const map = direction === 'compensate' ? step.compensation?.input : null;
  if (!map) return { data };
  return evaluate(() => map({ ...scope, variables: variablesOf(state, step) }));
}

/** Of an attempt of the step's present iteration. */
export function messageIdOf(
  state: SagaState,
  step: CommandStep,
  of: Pick<Command, 'direction' | 'attempt'>,
): string {
  const { iteration } = stepOf(state, step.name);
  return messageId({ sagaId: state.id, step: wireNameOf(step), iteration, ...of });
}

function buildCommand(
  state: SagaState,
  step: CommandStep,
  sending: Pick<Command, 'direction' | 'attempt' | 'dueAt' | 'data'>,
): Command {
  const { iteration, issuedAt } = stepOf(state, step.name);
  const { direction, attempt, dueAt, data } = sending;
  const { command, timeoutMs } = settingsOf(step, direction);
  return {
    type: 'command',
    messageId: messageIdOf(state, step, { direction, attempt }),
    sagaId: state.id,
    definition: state.definition,
    step: wireNameOf(step),
    iteration,
    direction,
    attempt,
    participant: step.participant,
    command,
    data,
    firstIssuedAt: issuedAt ?? state.startedAt,
    dueAt,
    timeoutMs,
    ...(step.child === null ? {} : { child: childTarget(state, step, step.child) }),
  };
}
