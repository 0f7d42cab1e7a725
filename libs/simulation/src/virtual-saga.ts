import type { SagaDefinition } from '#definition';
import {
  decide,
  nextWakeAt,
  type Decision,
  type pausing,
  type ReplyInput,
  type ReplyOutcome,
  type SagaInput,
  type SagaState,
  type TrailEntry,
} from '#engine';

/** In ms since the epoch; sagas that know each other share one. It only goes forward. */
export interface VirtualTime {
  at: number;
}

type TimerInput = Extract<SagaInput, { type: 'timer' }>;

/** One saga of the real engine, in memory, in a time that passes when an input says so. */
export class VirtualSaga {
  private latest: SagaState | null = null;
  /** Of more than one saga; those that are over stay among them. */
  pauses: readonly pausing.Pause[] = [];

  constructor(
    private followed: SagaDefinition,
    readonly time: VirtualTime,
  ) {}

  /** The one it runs by now: a migration changes it. */
  get definition(): SagaDefinition {
    return this.followed;
  }

  /** null: it was not started. */
  get stateOrNull(): SagaState | null {
    return this.latest;
  }

  /** @throws Error before it was started */
  get state(): SagaState {
    if (this.latest === null) throw new Error('the saga was not started');
    return this.latest;
  }

  /** What it decides; a transition has changed its state by then. Time goes on to the input's. */
  take(input: SagaInput): Decision {
    this.time.at = Math.max(this.time.at, input.at);
    const decision = decide(this.followed, this.latest, input, this.pauses);
    if (decision.type !== 'transition') return decision;
    if (input.type === 'operator' && input.target) this.followed = input.target;
    this.latest = decision.state;
    return decision;
  }

  /**
   * What happens when nothing else does; null: nothing, ever. Nobody else holds its locks: those
   * that it waits for are given to it at once. `timers`: the state whose timers run, if not all do.
   */
  timer(timers: SagaState = this.state): TimerInput | null {
    const { definition, pauses } = this;
    const wakeAt = nextWakeAt(timers, { definition, pauses, at: this.time.at });
    if (wakeAt === null) return null;
    const { locks } = this.state;
    const isFree = locks.some(({ status }) => status === 'waiting');
    const at = isFree ? this.time.at : Math.max(this.time.at, wakeAt);
    const heldLocks = locks.map(({ key }, index) => ({ key, ticket: index + 1 }));
    return { type: 'timer', at, unsent: [], heldLocks };
  }
}

/** The reply to a command, as it arrives at an instant. */
export function replyOf(command: Sent, outcome: ReplyOutcome, at: number): ReplyInput {
  return { type: 'reply', at, ...trailEntryOf(command, outcome) };
}

/** The same as later replies of a routing slip carry it along. */
export function trailEntryOf(command: Sent, outcome: ReplyOutcome): TrailEntry {
  const { step, iteration, direction, attempt } = command;
  return { step, iteration, direction, attempt, outcome };
}

/** What of a command its reply repeats. */
type Sent = Omit<TrailEntry, 'outcome'>;
