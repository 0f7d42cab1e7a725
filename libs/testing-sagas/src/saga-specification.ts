import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import type { SagaDefinition } from '#definition';
import {
  nextWakeAt,
  type Command,
  type Decision,
  type Direction,
  type EventNotice,
  type OperatorAction,
  type SagaInput,
  type SagaState,
  type SagaStatus,
  type StepState,
  type TrailEntry,
} from '#engine';
import type { JsonValue } from '#protocol';
import { VirtualSaga } from '#simulation';
import { compile } from './compile.js';
import { partLike } from './part-like.js';

/**
 * Given what has arrived, when one more input arrives, then these commands are sent.
 *
 * ```ts
 * const given = sagaSpecification({ name: 'place-order', steps: [...] });
 *
 * given(started({ orderId: 'o-1' }), succeeded('createOrder'))
 *   .when(refused('takePayment', 'CARD_DECLINED'))
 *   .thenSends('payment.void', 'order.cancel')
 *   .andStatusIs('compensating');
 * ```
 */
export function sagaSpecification(document: object): (...arrived: readonly Arrival[]) => Given {
  const definition = compile(document);
  return (...arrived) => new Given(definition, arrived);
}

/** One input, made for the saga as it is then. `at` is in ms since the epoch. */
export type Arrival = (saga: {
  readonly state: SagaState | null;
  readonly at: number;
}) => SagaInput;

/** Part of a command: fields that are left out are not compared. A string is the command's name. */
export type ExpectedCommand = string | Partial<Command>;

/** The instant at which every specification begins. */
const BEGIN_AT = Date.UTC(2030, 0, 1);

class Given {
  private readonly saga: VirtualSaga;

  constructor(definition: SagaDefinition, arrived: readonly Arrival[]) {
    this.saga = new VirtualSaga(definition, { at: BEGIN_AT });
    for (const arrival of arrived) this.take(arrival);
  }

  when(arrival: Arrival): Then {
    const before = this.saga.stateOrNull;
    const decision = this.take(arrival);
    return new Then(decision, before, this.saga.stateOrNull);
  }

  private take(arrival: Arrival): Decision {
    const { stateOrNull: state, time } = this.saga;
    return this.saga.take(arrival({ state, at: time.at + 1 }));
  }
}

class Then {
  constructor(
    readonly decision: Decision,
    private readonly before: SagaState | null,
    private readonly after: SagaState | null,
  ) {}

  /** Exactly these commands, in this order. */
  thenSends(...expected: readonly ExpectedCommand[]): this {
    strictEqual(this.decision.type, 'transition', `decided: ${JSON.stringify(this.decision)}`);
    const sent = this.decision.type === 'transition' ? this.decision.commands : [];
    const likeExpected = (each: Command, index: number) =>
      partLike({ name: each.command, facts: each }, expected[index]);
    deepStrictEqual(sent.map(likeExpected), expected);
    return this;
  }

  /** Exactly these life-cycle events, in this order: `saga.started.order`. */
  thenTells(...expected: readonly string[]): this {
    const told = this.told('life-cycle').map(({ event }) => event);
    deepStrictEqual(told, expected);
    return this;
  }

  /** Exactly these events are published by its steps, in this order. */
  thenPublishes(...expected: readonly (string | Partial<EventNotice>)[]): this {
    const likeExpected = (each: EventNotice, index: number) =>
      partLike({ name: each.event, facts: each }, expected[index]);
    deepStrictEqual(this.told('published').map(likeExpected), expected);
    return this;
  }

  private told(type: EventNotice['type']): readonly EventNotice[] {
    const notices = this.decision.type === 'transition' ? this.decision.notices : [];
    return notices.flatMap((each) => (each.type === type ? [each] : []));
  }

  /** Its report to its parent: one, or none. */
  thenReports(...expected: readonly { readonly direction: Direction; readonly outcome: object }[]) {
    const notices = this.decision.type === 'transition' ? this.decision.notices : [];
    const reports = notices.flatMap((each) => (each.type === 'child-report' ? [each] : []));
    deepStrictEqual(
      reports.map(({ to, outcome }) => ({ direction: to.direction, outcome })),
      expected,
    );
    return this;
  }

  /** The input is recorded, and the state does not change by a byte. */
  thenNothingHappens(reason?: string): this {
    strictEqual(this.decision.type, 'ignored', `decided: ${JSON.stringify(this.decision)}`);
    if (reason !== undefined && this.decision.type === 'ignored') {
      strictEqual(this.decision.reason, reason);
    }
    strictEqual(this.after, this.before);
    return this;
  }

  thenIsRejected(code: string): this {
    strictEqual(this.decision.type, 'rejected', `decided: ${JSON.stringify(this.decision)}`);
    if (this.decision.type === 'rejected') strictEqual(this.decision.code, code);
    strictEqual(this.after, this.before);
    return this;
  }

  andStatusIs(status: SagaStatus): this {
    strictEqual(this.saga.status, status);
    return this;
  }

  andStepIs(step: string, status: StepState['status']): this {
    strictEqual(this.saga.steps[step]?.status, status);
    return this;
  }

  andOutputIs(output: JsonValue): this {
    deepStrictEqual(this.saga.output, output);
    return this;
  }

  /** Milliseconds from now to the earliest timer; null: there is none. */
  andNextTimerIsIn(delayMs: number | null): this {
    const wakeAt = nextWakeAt(this.saga);
    strictEqual(wakeAt === null ? null : wakeAt - this.saga.updatedAt, delayMs);
    return this;
  }

  get saga(): SagaState {
    ok(this.after, 'there is no saga');
    return this.after;
  }
}

export function started(input: JsonValue = {}, key: string | null = null): Arrival {
  const sagaId = '01940000-0000-7000-8000-000000000001';
  return ({ at }) => ({ type: 'start', at, sagaId, key, input });
}

/** The saga is a child of another saga's step, which has asked it to go back unless left out. */
export function startedAsChild(direction: Direction = 'execute', depth = 1): Arrival {
  const sagaId = '01940000-0000-7000-8000-000000000002';
  const asked = { direction, attempt: 1 };
  const parent = { sagaId: PARENT_ID, root: PARENT_ID, step: 'part', iteration: 0, depth, asked };
  return ({ at }) => ({ type: 'start', at, sagaId, key: null, input: { to: 'Ulm' }, parent });
}

export function parentAsks(direction: Direction, attempt = 1): Arrival {
  return ({ at }) => ({ type: 'parent', at, asked: { direction, attempt } });
}

const PARENT_ID = '01940000-0000-7000-8000-000000000001';

/** Which attempt answers; left out: the latest one of the direction that the step is in. */
export interface Answering {
  readonly direction?: Direction;
  readonly attempt?: number;
  readonly iteration?: number;
}

export function succeeded(step: string, output: JsonValue = {}, of: Answering = {}): Arrival {
  return reply(step, of, { type: 'succeeded', output });
}

export function refused(step: string, code = 'REFUSED', of: Answering = {}): Arrival {
  return reply(step, of, { type: 'refused', error: { code, message: code } });
}

export function errored(
  step: string,
  code = 'ERRORED',
  of: Answering = {},
  more: { readonly isFinalIfListed?: boolean } = {},
): Arrival {
  return reply(step, of, { type: 'errored', error: { code, message: code }, ...more });
}

export function undone(step: string, of: Answering = {}): Arrival {
  return succeeded(step, { result: 'undone' }, { direction: 'compensate', ...of });
}

export function nothingToUndo(step: string, of: Answering = {}): Arrival {
  return succeeded(step, { result: 'nothing-to-undo' }, { direction: 'compensate', ...of });
}

/** On a routing slip: the participant forwarded the next command, and so did those of the trail. */
export function forwarded(arrival: Arrival, trail: readonly TrailEntry[] = []): Arrival {
  return (saga) => ({ ...onTrail(arrival, trail)(saga), forwarded: true }) as SagaInput;
}

/** On a routing slip: the reply carries those of the previous stations. */
export function onTrail(arrival: Arrival, trail: readonly TrailEntry[]): Arrival {
  return (saga) => ({ ...arrival(saga), trail }) as SagaInput;
}

/** A signal from outside; the same id is the same signal. */
export function signalled(name: string, payload: JsonValue = {}, id = `${name}-1`): Arrival {
  return ({ at }) => ({ type: 'signal', at, name, id, payload });
}

/** The store offers a step an event that has its key; `at` left out: it arrived just now. */
export function offered(step: string, data: JsonValue = {}, id = 'e-1', at?: number): Arrival {
  return offeredAll({ step, data, id, ...(at === undefined ? {} : { at }) });
}

type Offered = NonNullable<Extract<SagaInput, { type: 'timer' }>['events']>[number];

/** The store offers several events, in order of arrival. */
export function offeredAll(
  ...events: readonly (Omit<Offered, 'at'> & { readonly at?: number })[]
): Arrival {
  return ({ at }) => ({
    type: 'timer',
    at,
    unsent: [],
    events: events.map((event) => ({ at, ...event })),
  });
}

/** Moves the clock to the step's next timer: the end of its wait, or of its back-off. */
export function timerOf(step: string, options: { unsent?: readonly string[] } = {}): Arrival {
  return ({ state, at }) => {
    const current = state?.steps[step];
    const dueAt = (current && dueAtOf(current)) ?? at;
    return { type: 'timer', at: Math.max(at, dueAt), unsent: options.unsent ?? [] };
  };
}

function dueAtOf(step: StepState): number | null {
  if (step.status === 'waiting') return step.dueAt;
  return 'exchange' in step ? step.exchange.dueAt : null;
}

export function timePasses(delayMs: number): Arrival {
  return ({ at }) => ({ type: 'timer', at: at + delayMs, unsent: [] });
}

/** The saga is woken and checks its locks: it holds these, with the tickets 1, 2, … in turn. */
export function lockCheck(...keys: readonly string[]): Arrival {
  const heldLocks = keys.map((key, index) => ({ key, ticket: index + 1 }));
  return ({ at }) => ({ type: 'timer', at, unsent: [], heldLocks });
}

export function resendAsked(): Arrival {
  return ({ at }) => ({ type: 'resend', at });
}

export function operatorAsks(action: OperatorAction, expectedVersion?: number): Arrival {
  return ({ at }) => ({
    type: 'operator',
    at,
    action,
    actor: 'operator',
    reason: 'by hand',
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
  });
}

type Outcome = Extract<SagaInput, { type: 'reply' }>['outcome'];

function reply(step: string, of: Answering, outcome: Outcome): Arrival {
  return ({ state, at }) => {
    const current = state?.steps[step];
    const [, loop] = /^(.+)\[\d+\]$/.exec(step) ?? [];
    const direction =
      of.direction ?? (current && 'exchange' in current ? current.exchange.direction : 'execute');
    const attempt = of.attempt ?? Math.max(1, current?.attempts[direction] ?? 1);
    const iteration = of.iteration ?? current?.iteration ?? 0;
    return { type: 'reply', at, step: loop ?? step, iteration, direction, attempt, outcome };
  };
}
