import type { EventStep, SagaDefinition, WaitStep } from '#definition';
import { isAtRest, type Command, type SagaInput, type SagaState, type TrailEntry } from '#engine';
import { type Fault, faultsOf, withFault, withoutExpressions } from './faults.js';
import { SimulatedParticipants } from './simulated-participants.js';
import { forwardSlip } from './simulated-slip.js';
import { replyOf, trailEntryOf, VirtualSaga } from './virtual-saga.js';

/** What becomes of a saga when one step goes wrong in one way. */
export interface FailurePath {
  readonly step: string;
  readonly fault: Fault;
  /** `stuck`: a person is needed. `lost`: it neither ends nor asks for anyone. */
  readonly ends: 'completed' | 'compensated' | 'stuck' | 'lost';
  /** Steps that need a person. */
  readonly stuckOn: readonly string[];
  /** Steps in the order in which they were undone; iterations as operators name them: `ask[1]`. */
  readonly undone: readonly string[];
  /** Steps whose effects stay although the saga was taken back, or the step was caught. */
  readonly kept: readonly string[];
  /** From the start to the end, or until it was stuck. */
  readonly takesMs: number;
}

/** Every step times every way it can go wrong, run by the engine itself in virtual time. */
export function* failureMatrix(definition: SagaDefinition): Generator<FailurePath> {
  for (const path of failureMatrixInParts(definition)) {
    if (path !== null) yield path;
  }
}

/**
 * The same for who has something else to do in between. null: a part of a path is done. With 200
 * steps there are 1,600 paths, and one of them alone may take longer than others can wait.
 */
export function* failureMatrixInParts(definition: SagaDefinition): Generator<FailurePath | null> {
  const plain = withoutExpressions(definition);
  for (const step of plain.steps) {
    for (const fault of faultsOf(step)) {
      const simulated = withFault(plain, step.name, fault);
      yield yield* new Simulation(simulated, step.name, fault).run();
    }
  }
}

/**
 * It ends as a saga should. A person is needed only where nobody else can help: when a compensation
 * fails, and past the pivot, where there is no way back.
 */
export function endsWell(path: FailurePath, definition: SagaDefinition): boolean {
  const { ends, kept, fault, step } = path;
  if (ends === 'lost' || kept.length > 0) return false;
  const isPastPivot = definition.stepByName.get(step)?.kind === 'retryable';
  return ends !== 'stuck' || isPastPivot || fault.startsWith('compensation');
}

const LASTING: ReadonlySet<string> = new Set(['command', 'wait', 'delay']);
const SAGA_ID = '00000000-0000-7000-8000-000000000000';
/** A path of 200 steps with loops and every attempt used up has some 20,000 inputs. */
const INPUTS_MAX = 100_000;
/** Some milliseconds, where there are 200 steps. */
const INPUTS_PER_PART = 20;

interface Arrival {
  readonly at: number;
  readonly input: SagaInput;
}

/** What a step waits for. */
function endOfWait(step: WaitStep | EventStep, id: string, at: number): SagaInput {
  if (step.type === 'wait') return { type: 'signal', at, name: step.signal, id, payload: null };
  return { type: 'timer', at, unsent: [], events: [{ step: step.name, id, at, data: null }] };
}

class Simulation {
  private readonly participants: SimulatedParticipants;
  private arrivals: Arrival[] = [];
  private readonly saga: VirtualSaga;
  private isToCancel: boolean;

  constructor(
    private readonly definition: SagaDefinition,
    private readonly step: string,
    private readonly fault: Fault,
  ) {
    this.saga = new VirtualSaga(definition, { at: 0 });
    const refused = fault.startsWith('compensation') ? (definition.pivot?.name ?? null) : null;
    this.participants = new SimulatedParticipants(step, fault, refused);
    // without a pivot to refuse, somebody cancels
    this.isToCancel = fault.startsWith('compensation') && refused === null;
  }

  *run(): Generator<null, FailurePath> {
    this.take({ type: 'start', at: 0, sagaId: SAGA_ID, key: null, input: null });
    for (let count = 1; count <= INPUTS_MAX; count++) {
      const next = this.next();
      if (next === null) break;
      this.take(next);
      if (count % INPUTS_PER_PART === 0) yield null;
    }
    return this.outcome();
  }

  private take(input: SagaInput): void {
    const decision = this.saga.take(input);
    if (decision.type !== 'transition') return;
    for (const command of decision.commands) this.send(command, []);
    this.endWaits();
  }

  private send(command: Command, trail: readonly TrailEntry[]): void {
    const reply = this.participants.receive(command);
    if (reply === null) return;
    const at = this.saga.time.at + reply.inMs;
    const next = Number.isFinite(at) ? forwardSlip(command, reply.outcome) : null;
    const own = replyOf(command, reply.outcome, at);
    const input = command.slip ? { ...own, forwarded: next !== null, trail } : own;
    for (let copy = 0; copy < reply.times; copy++) this.arrivals.push({ at, input });
    if (next !== null) this.send(next, [...trail, trailEntryOf(command, reply.outcome)]);
  }

  /** Whatever comes first: a reply, a timer, or the cancel that leads to a compensation. */
  private next(): SagaInput | null {
    const { at } = this.saga.time;
    if (this.isTimeToCancel(this.saga.state)) {
      this.isToCancel = false;
      const action = { name: 'cancel' } as const;
      return { type: 'operator', at, action, actor: 'simulation', reason: 'a fault' };
    }
    const timer = this.saga.timer();
    const first = this.arrivals.reduce<Arrival | null>(
      (best, each) => (best === null || each.at < best.at ? each : best),
      null,
    );
    if (first === null || (timer !== null && timer.at < first.at)) return timer;
    this.arrivals = this.arrivals.filter((each) => each !== first);
    return { ...first.input, at: Number.isFinite(first.at) ? first.at : at + 1 };
  }

  /** After the step; where its success would end the saga, before that is heard. */
  private isTimeToCancel({ steps }: SagaState): boolean {
    if (!this.isToCancel) return false;
    const [own, ...others] = [this.step, ...this.namesBeside(this.step)].map((name) => steps[name]);
    if (own?.status === 'succeeded') return true;
    const isLast = others.every((each) => each?.status === 'succeeded');
    return isLast && this.participants.applied.some((key) => key.startsWith(`${this.step}/`));
  }

  /** Other steps that the saga does not pass in no time. */
  private namesBeside(step: string): readonly string[] {
    const lasting = this.definition.steps.filter(({ type }) => LASTING.has(type));
    return lasting.flatMap(({ name }) => (name === step ? [] : [name]));
  }

  private endWaits(): void {
    const { state, time } = this.saga;
    for (const step of this.definition.steps) {
      if (step.type !== 'wait' && step.type !== 'event') continue;
      if (state.steps[step.name]?.status !== 'waiting') continue;
      if (step.name === this.step && this.fault === 'silent') continue;
      const id = `${step.name}-${state.version}`;
      const at = time.at + 1;
      this.arrivals.push({ at, input: endOfWait(step, id, at) });
    }
  }

  private outcome(): FailurePath {
    const { step, fault } = this;
    const { status, steps } = this.saga.state;
    return {
      step,
      fault,
      ends: isAtRest({ status }) ? (status as FailurePath['ends']) : 'lost',
      stuckOn: Object.keys(steps).filter((name) => steps[name]?.status === 'stuck'),
      undone: this.participants.undone.map((key) => this.nameOf(key)),
      kept: this.keptEffects(status),
      takesMs: this.saga.time.at,
    };
  }

  /** Of a step that says it has nothing to undo, an effect may stay. */
  private keptEffects(status: SagaState['status']): readonly string[] {
    const kept = this.participants.applied.filter((key) => {
      const [name = ''] = key.split('/');
      const step = this.definition.stepByName.get(name);
      const { steps } = this.saga.state;
      const isCaught = [name, this.nameOf(key)].some((each) => steps[each]?.status === 'caught');
      if (status !== 'compensated' && !isCaught) return false;
      return step?.type === 'command' && step.compensation !== null;
    });
    return kept.map((key) => this.nameOf(key));
  }

  /** As operators name it: `ask`, or, of a loop, `ask[1]`. */
  private nameOf(key: string): string {
    const [name = '', iteration] = key.split('/');
    const step = this.definition.stepByName.get(name);
    return step?.type === 'command' && step.loop !== null ? `${name}[${iteration}]` : name;
  }
}
