import type { SagaDefinition, StepDefinition } from '#definition';
import { newBudget, type Scope } from '#expressions';
import type { Command, Decision, Outgoing } from '../state/decision.js';
import { closeTransition, evolve } from '../evolve/evolve.js';
import { Holds } from '../pausing/holds.js';
import { movedClocks } from '../pausing/clocks.js';
import { covers, type Pause } from '../pausing/pauses.js';
import { noticesOf } from './notices.js';
import type { SagaEvent } from '../state/saga-event.js';
import { type Direction, type SagaState, type StepState, stepOf } from '../state/saga-state.js';

/**
 * A transition under construction: recording an event changes the state at once, so that each rule
 * sees the effect of the rules before it. It lives for one `decide` only.
 */
export class Draft {
  private readonly events: SagaEvent[] = [];
  private readonly commands: Command[] = [];
  private budget = newBudget();
  /** Events that only say that pauses took time. */
  private movedCount = 0;
  /** The pause that one attempt may be issued in spite of; null: none. */
  private letThrough: Pause | null = null;
  /** The last step that got stuck in this transition; null: none did. */
  lastStuck: string | null = null;

  constructor(
    /** A migration replaces it. */
    public definition: SagaDefinition,
    public state: SagaState,
    readonly at: number,
    /** Those that may cover a part of the saga, also when they are over. */
    readonly pauses: readonly Pause[],
  ) {}

  /** The transition that begins a saga. */
  static begin(
    definition: SagaDefinition,
    started: SagaEvent,
    { at, pauses }: { readonly at: number; readonly pauses: readonly Pause[] },
  ): Draft {
    const draft = new Draft(definition, evolve(null, started, at), at, pauses);
    draft.events.push(started);
    return draft;
  }

  record(event: SagaEvent): void {
    this.state = evolve(this.state, event, this.at);
    this.events.push(event);
    if (event.type === 'step-stuck') this.lastStuck = event.step;
    if ('probe' in event && event.probe !== undefined) this.letThrough = null;
  }

  /** Gives the clocks what pauses took from them since the last transition. */
  moveClocks(): void {
    if (this.holds.isNone || this.state.endedAt !== null) return;
    const moved = movedClocks(this).filter(({ isMoved }) => isMoved);
    if (moved.length === 0) return;
    const deadline = moved.find((clock) => clock.of === 'deadline');
    const locks = moved.filter((clock) => clock.of === 'lock');
    const steps = moved.filter((clock) => clock.of === 'step');
    this.record({
      type: 'clocks-moved',
      ...(deadline === undefined ? {} : { deadlineAt: deadline.dueAt }),
      locks: locks.map(({ name: key, dueAt }) => ({ key, dueAt })),
      waits: steps.map(({ name: step, dueAt }) => ({ step, dueAt })),
    });
    this.movedCount = this.events.length;
  }

  /** What pauses hold of the saga as it is now. */
  get holds(): Holds {
    const { letThrough, pauses } = this;
    if (letThrough === null) return new Holds(this);
    const { definition, state, at } = this;
    return new Holds({ definition, state, at, pauses: pauses.filter((of) => of !== letThrough) });
  }

  /** One attempt of what this pause covers may be issued; null: none, or not any more. */
  letOneThrough(pause: Pause | null): void {
    this.letThrough = pause;
  }

  get isLettingThrough(): boolean {
    return this.letThrough !== null;
  }

  /** The pause that this attempt would go through; undefined: it needs to go through none. */
  probeOf(step: StepDefinition, direction: Direction): string | undefined {
    const { letThrough, definition } = this;
    if (letThrough === null || !covers(letThrough, definition, step, direction)) return undefined;
    return letThrough.id;
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

  /** Nothing has happened, except perhaps that time stood still. */
  get isEmpty(): boolean {
    return this.events.length === this.movedCount;
  }

  get areClocksMoved(): boolean {
    return this.movedCount > 0;
  }

  close(): Extract<Decision, { readonly type: 'transition' }> {
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
