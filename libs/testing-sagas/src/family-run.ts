import { ok } from 'node:assert/strict';
import {
  answerToParent,
  FAMILY_LIMITS,
  familyFault,
  shareOfNext,
  TERMINAL_STATUSES,
  type ChildReport,
  type Command,
  type Decision,
  type FamilyLimits,
  type FamilyUse,
  type OperatorAction,
  type ReplyOutcome,
  type SagaInput,
  type SagaState,
} from '#engine';
import { type JsonValue } from '#protocol';
import { type SagaDefinition } from '#definition';
import { replyOf, UNDONE, VirtualInbox, VirtualSaga } from '#simulation';

/** A message on its way, and the saga that receives it. */
type Transit =
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'reply'; readonly to: ChildReport['to']; readonly outcome: ReplyOutcome };

export interface FamilyOptions {
  /** By name; the root's definition first. */
  readonly definitions: readonly SagaDefinition[];
  /** Whether the participants refuse what has this key. */
  readonly isRefused: (key: string) => boolean;
  /** Of the root. Default `{}`. */
  readonly input?: JsonValue;
  /** What everything that succeeds gives. Default `{}`. */
  readonly output?: JsonValue;
  /** Default `FAMILY_LIMITS`. */
  readonly limits?: FamilyLimits;
}

const ROOT_ID = '01940000-0000-7000-8000-000000000001';

/**
 * A saga with all its descendants, run by the real engine in memory. Messages between them, and to
 * participants that keep their duties, arrive in any order and more than once.
 */
export class FamilyRun {
  /** What its descendants have used. */
  use: FamilyUse = { sagas: 0, chars: 0 };
  private transit: Transit[] = [];
  private readonly time = { at: Date.UTC(2030, 0, 1) };
  private readonly sagaById = new Map<string, VirtualSaga>();
  private readonly inbox = new VirtualInbox();
  private readonly byName: ReadonlyMap<string, SagaDefinition>;

  constructor(private readonly options: FamilyOptions) {
    const { definitions, input = {} } = options;
    this.byName = new Map(definitions.map((definition) => [definition.name, definition]));
    const root = this.newSaga(definitions[0]?.name ?? '');
    this.sagaById.set(ROOT_ID, root);
    this.take(root, { type: 'start', at: this.time.at, sagaId: ROOT_ID, key: null, input });
  }

  get sagas(): readonly SagaState[] {
    return [...this.sagaById.values()].map(({ state }) => state);
  }

  get root(): SagaState {
    return this.sagaOf(ROOT_ID).state;
  }

  /** Delivers one of the messages on their way, maybe twice. */
  deliver(choice: number, isTwice: boolean): void {
    this.time.at += 1;
    const index = choice % Math.max(1, this.transit.length);
    const transit = this.transit[index];
    if (transit === undefined) return this.passTime();
    if (!isTwice) this.transit.splice(index, 1);
    this.arrive(transit);
  }

  /** An operator acts on the root, or on the given saga. */
  operate(action: OperatorAction, sagaId = ROOT_ID): void {
    this.time.at += 1;
    const input = { type: 'operator', at: this.time.at, action, actor: 'a', reason: 'r' } as const;
    this.take(this.sagaOf(sagaId), input);
  }

  /** Delivers everything until nothing is left to do. */
  settle(): void {
    for (let rounds = 0; rounds < 5000; rounds++) {
      const isAtRest = this.sagas.every(({ status }) => TERMINAL_STATUSES.has(status));
      if (this.transit.length === 0 && isAtRest) return;
      this.deliver(0, false);
    }
    ok(false, `the family does not come to rest: ${this.describe()}`);
  }

  /** The keys of existing effects. */
  get applied(): readonly string[] {
    return this.inbox.applied;
  }

  describe(): string {
    const sagas = this.sagas.map(
      ({ id, status, definition }) => `${definition.name} ${id.slice(-6)} ${status}`,
    );
    return [...sagas, ...this.transit.map((each) => JSON.stringify(each))].join('\n');
  }

  private arrive(transit: Transit): void {
    switch (transit.type) {
      case 'reply':
        return this.reply(transit.to, transit.outcome);
      case 'command':
        return transit.command.child ? this.toChild(transit.command) : this.act(transit.command);
    }
  }

  /** Advances time only: the earliest timer fires. */
  private passTime(): void {
    const timers = [...this.sagaById.values()].flatMap((saga) => {
      const timer = saga.timer();
      return timer ? [{ saga, timer }] : [];
    });
    const [first] = timers.toSorted((a, b) => a.timer.at - b.timer.at);
    if (first) this.take(first.saga, first.timer);
  }

  private act(command: Command): void {
    const { sagaId, step, iteration, direction } = command;
    const key = `${sagaId}/${step}/${iteration}`;
    const outcome = this.inbox.answer(direction, key, () =>
      direction === 'execute' ? this.outcomeOf(key) : UNDONE,
    );
    this.transit.push({ type: 'reply', to: command, outcome });
  }

  private outcomeOf(key: string): ReplyOutcome {
    if (this.options.isRefused(key)) return NO;
    return { type: 'succeeded', output: this.options.output ?? {} };
  }

  private toChild(command: Command): void {
    const { child, direction, attempt } = command;
    const known = this.sagaById.get(child?.sagaId ?? '');
    const asked = { direction, attempt };
    if (!known) return this.startChild(command);
    const before = known.state;
    const moved = this.take(known, { type: 'parent', at: this.time.at, asked });
    const answer = moved ? null : answerToParent(before, asked);
    if (answer) this.reply(answer, answer.outcome);
  }

  private startChild(command: Command): void {
    const { child, direction, attempt, sagaId, step, iteration, data: input } = command;
    const { sagaId: id = '', definition = '', root = ROOT_ID, depth = 0 } = child ?? {};
    const { limits = FAMILY_LIMITS } = this.options;
    const keepsMax = shareOfNext(this.use, limits);
    const asked = { direction, attempt };
    const parent = { sagaId, root, step, iteration, depth, keepsMax, asked };
    const saga = this.newSaga(definition);
    const start = { type: 'start', sagaId: id, key: null, input, parent } as const;
    const decision = saga.take({ ...start, at: this.time.at });
    if (direction === 'execute') {
      const chars = JSON.stringify(saga.state).length;
      const error = familyFault(this.use, chars, limits);
      if (error !== null) return this.reply(command, { type: 'refused', error });
      this.use = { sagas: this.use.sagas + 1, chars: this.use.chars + chars };
    }
    this.sagaById.set(id, saga);
    this.send(decision);
  }

  private reply(to: ChildReport['to'], outcome: ReplyOutcome): void {
    this.take(this.sagaOf(to.sagaId), replyOf(to, outcome, this.time.at));
  }

  /** Whether it changed anything. */
  private take(saga: VirtualSaga, input: SagaInput): boolean {
    const decision = saga.take(input);
    this.send(decision);
    return decision.type === 'transition';
  }

  private send(decision: Decision): void {
    if (decision.type !== 'transition') return;
    for (const command of decision.commands) this.transit.push({ type: 'command', command });
    for (const notice of decision.notices) {
      if (notice.type !== 'child-report') continue;
      const { to, outcome } = notice;
      this.transit.push({ type: 'reply', to, outcome });
    }
  }

  private sagaOf(sagaId: string): VirtualSaga {
    const saga = this.sagaById.get(sagaId);
    ok(saga, `there is no saga ${sagaId}`);
    return saga;
  }

  private newSaga(name: string): VirtualSaga {
    const definition = this.byName.get(name);
    ok(definition, `there is no definition ${name}`);
    return new VirtualSaga(definition, this.time);
  }
}

const NO: ReplyOutcome = { type: 'refused', error: { code: 'NO', message: 'no' } };
