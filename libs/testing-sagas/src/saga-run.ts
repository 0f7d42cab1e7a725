import {
  nextWakeAt,
  replay,
  type Command,
  type Decision,
  type pausing,
  type ReplyOutcome,
  type SagaEvent,
  type SagaInput,
  type SagaState,
} from '#engine';
import type { JsonValue } from '#protocol';
import type { SagaDefinition } from '#definition';
import { replyOf, VirtualSaga } from '#simulation';
import { stateOfCommand } from './iteration-states.js';
import { KeptEvents } from './kept-events.js';
import { operatorActionOn, type ScheduleEntry } from './schedule-arbitraries.js';

/** One transition as the history stores it. */
export interface RecordedTransition {
  readonly at: number;
  readonly events: readonly SagaEvent[];
}

/** One input and its result, with the states before and after. */
export interface Taken {
  readonly input: SagaInput;
  readonly before: SagaState | null;
  readonly decision: Decision;
  readonly after: SagaState;
}

/** A saga run by the real engine in memory, with everything it ever sent and recorded. */
export class SagaRun {
  readonly sent: Command[] = [];
  readonly transitions: RecordedTransition[] = [];
  private readonly saga: VirtualSaga;
  private readonly events = new KeptEvents();

  constructor(
    definition: SagaDefinition,
    input: JsonValue,
    private readonly onTaken: (taken: Taken, run: SagaRun) => void = () => undefined,
  ) {
    this.saga = new VirtualSaga(definition, { at: Date.UTC(2030, 0, 1) });
    const sagaId = '01940000-0000-7000-8000-000000000001';
    this.take({ type: 'start', at: this.at, sagaId, key: null, input });
  }

  /** The definition it runs now: a migration changes it. */
  get definition(): SagaDefinition {
    return this.saga.definition;
  }

  get state(): SagaState {
    return this.saga.state;
  }

  get at(): number {
    return this.saga.time.at;
  }

  /** Pauses of more than one saga; those that are over stay among them. */
  get pauses(): readonly pausing.Pause[] {
    return this.saga.pauses;
  }

  set pauses(pauses: readonly pausing.Pause[]) {
    this.saga.pauses = pauses;
  }

  /** Commands whose current attempt still has no reply. */
  get inFlight(): readonly Command[] {
    return this.sent.filter((command) => {
      const step = stateOfCommand(this.state, command);
      if (step === undefined || !('exchange' in step)) return false;
      const { direction, attempt, phase } = step.exchange;
      const isLatest = direction === command.direction && attempt === command.attempt;
      return phase === 'in-flight' && isLatest && step.iteration === command.iteration;
    });
  }

  take(input: SagaInput): Decision {
    const before = this.saga.stateOrNull;
    const decision = this.saga.take(input);
    if (decision.type === 'transition') {
      this.sent.push(...decision.commands);
      this.transitions.push({ at: input.at, events: decision.events });
    }
    this.onTaken({ input, before, decision, after: this.state }, this);
    return decision;
  }

  /** Answers one of its commands. */
  answer(command: Command, outcome: ReplyOutcome): Decision {
    return this.take(replyOf(command, outcome, this.at + 1));
  }

  /** The earliest timer fires; false: none runs. */
  passTime(): boolean {
    const timer = this.saga.timer();
    if (timer !== null) this.take(timer);
    return timer !== null;
  }

  /** The state that the history alone gives. */
  replay(): SagaState {
    const state = this.transitions.reduce<SagaState | null>(replay, null);
    if (state === null) throw new Error('nothing was recorded');
    return state;
  }

  /** An operator migrates it to another version of its definition. */
  migrate(target: SagaDefinition): Decision {
    const action = { name: 'migrate', toVersion: target.version } as const;
    const by = { actor: 'operator', reason: 'test' };
    return this.take({ type: 'operator', at: this.at + 1, action, target, ...by });
  }

  follow(entry: ScheduleEntry): void {
    this.take(this.inputOf(entry));
  }

  /** The input that a schedule's entry stands for, given the saga as it is now. */
  inputOf(entry: ScheduleEntry): SagaInput {
    const at = this.at + 1;
    const names = this.definition.steps.map((step) => step.name);
    switch (entry.type) {
      case 'reply':
        return this.replyTo(entry.command, entry.outcome);
      case 'forged': {
        const step = names[entry.step % (names.length + 1)] ?? 'nowhere';
        return replyOf({ ...entry, step }, entry.outcome, at);
      }
      case 'timer': {
        const dueAt = nextWakeAt(this.state) ?? at;
        const unsent = entry.isUnsent ? this.inFlight.map(({ messageId }) => messageId) : [];
        const locks = this.state.locks.map(({ key }, index) => ({ key, ticket: index + 1 }));
        const heldLocks = entry.lateMs % 2 === 0 ? locks : [];
        const events = this.events.offeredTo(this.state);
        return { type: 'timer', at: Math.max(at, dueAt) + entry.lateMs, unsent, heldLocks, events };
      }
      case 'event':
        return this.event(entry.id, entry.key);
      case 'stale-timer':
        return { type: 'timer', at: this.at, unsent: [] };
      case 'signal': {
        const { name, id } = entry;
        return { type: 'signal', at, name, id: `${name}-${id}`, payload: { id } };
      }
      case 'resend':
        return { type: 'resend', at };
      case 'operator': {
        const action = operatorActionOn(this.pickStep(entry.step), entry.action);
        return { type: 'operator', at, action, actor: 'operator', reason: 'test' };
      }
      default:
        return entry satisfies never;
    }
  }

  /** It comes, and the saga is woken for it. */
  private event(id: number, key: 'own' | 'another' | 'none'): SagaInput {
    const at = this.at + 1;
    const saga = key === 'own' ? this.state.id : 'another';
    this.events.arrive(`e-${id}-${key}`, key === 'none' ? { id } : { id, saga }, at);
    return { type: 'timer', at, unsent: [], events: this.events.offeredTo(this.state) };
  }

  /** Usually a step that is stuck, if there is one: that is where operators act. */
  private pickStep(choice: number): string {
    const names = Object.keys(this.state.steps);
    const stuck = names.filter((name) => this.state.steps[name]?.status === 'stuck');
    const from = stuck.length > 0 && choice % 4 > 0 ? stuck : names;
    return from[choice % from.length] ?? '';
  }

  /** Answers one of the commands sent so far, counted from the latest; a duplicate, perhaps. */
  replyTo(fromLatest: number, outcome: ReplyOutcome): SagaInput {
    const index = this.sent.length - 1 - (fromLatest % Math.max(1, this.sent.length));
    return replyOf(this.sent[index] ?? NOWHERE, outcome, this.at + 1);
  }
}

const NOWHERE = { step: 'nowhere', iteration: 0, direction: 'execute', attempt: 1 } as const;
