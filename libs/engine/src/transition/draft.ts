import type { SagaDefinition } from '#definition';
import { newBudget, type Scope } from '#expressions';
import type { Command, Decision, Outgoing } from '../state/decision.js';
import { closeTransition, evolve } from '../evolve/evolve.js';
import { noticesOf } from './notices.js';
import type { SagaEvent } from '../state/saga-event.js';
import { type SagaState, type StepState, stepOf } from '../state/saga-state.js';

/**
 * A transition under construction: recording an event changes the state at once, so that each rule
 * sees the effect of the rules before it. It lives for one `decide` only.
 */
export class Draft {
  private readonly events: SagaEvent[] = [];
  private readonly commands: Command[] = [];
  private budget = newBudget();
  /** The last step that got stuck in this transition; null: none did. */
  lastStuck: string | null = null;

  constructor(
    /** A migration replaces it. */
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
    const notices = traced(noticesOf(this.definition, state, events), state);
    return { type: 'transition', events, commands, notices, state };
  }
}

/** Adds the trace; a report needs none, because the parent has the same trace. */
function traced<Message extends Outgoing>(
  messages: readonly Message[],
  { trace }: SagaState,
): readonly Message[] {
  if (trace === undefined) return messages;
  return messages.map((each) => (each.type === 'child-report' ? each : { ...each, trace }));
}
