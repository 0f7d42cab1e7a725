import { ok } from 'node:assert/strict';
import {
  answerToParent,
  decide,
  FAMILY_LIMITS,
  familyFault,
  nextWakeAt,
  shareOfNext,
  TERMINAL_STATUSES,
  type ChildReport,
  type Command,
  type FamilyLimits,
  type FamilyUse,
  type OperatorAction,
  type ReplyOutcome,
  type SagaInput,
  type SagaState,
} from '#engine';
import { type JsonValue } from '#protocol';
import { type SagaDefinition } from '#definition';

/** What one participant's inbox has for a key. */
type Entry = 'applied' | 'undone' | 'refused' | 'fenced';

/** What is on its way, and to which saga. */
type Transit =
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'report'; readonly report: Pick<ChildReport, 'to' | 'outcome'> }
  | { readonly type: 'reply'; readonly sagaId: string; readonly input: SagaInput };

export interface FamilyOptions {
  /** By name, the root's first. */
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
 * A saga with its children and theirs, of the real engine, in memory: messages between them, and to
 * participants that keep their duties, arrive in any order and more than once.
 */
export class FamilyRun {
  readonly sagas = new Map<string, SagaState>();
  /** By idempotency key. */
  readonly effects = new Map<string, Entry>();
  /** What its descendants have used. */
  use: FamilyUse = { sagas: 0, chars: 0 };
  private transit: Transit[] = [];
  private at = Date.UTC(2030, 0, 1);
  private readonly byName: ReadonlyMap<string, SagaDefinition>;

  constructor(private readonly options: FamilyOptions) {
    const { definitions, input = {} } = options;
    this.byName = new Map(definitions.map((definition) => [definition.name, definition]));
    const start = { type: 'start', at: this.at, sagaId: ROOT_ID, key: null, input } as const;
    this.take(ROOT_ID, this.definitionOf(definitions[0]?.name ?? ''), start);
  }

  get root(): SagaState {
    return this.stateOf(ROOT_ID);
  }

  /** Delivers one of the messages on their way; twice, if that is wished. */
  deliver(choice: number, isTwice: boolean): void {
    this.at += 1;
    const index = choice % Math.max(1, this.transit.length);
    const transit = this.transit[index];
    if (transit === undefined) return this.passTime();
    if (!isTwice) this.transit.splice(index, 1);
    this.arrive(transit);
  }

  /** An operator acts; on the root, unless another saga is named. */
  operate(action: OperatorAction, sagaId = ROOT_ID): void {
    this.at += 1;
    const input = { type: 'operator', at: this.at, action, actor: 'a', reason: 'r' } as const;
    this.take(sagaId, this.definitionOfSaga(this.stateOf(sagaId)), input);
  }

  /** Everything arrives, until nothing is left to do. */
  settle(): void {
    for (let rounds = 0; rounds < 5000; rounds++) {
      const isAtRest = [...this.sagas.values()].every(({ status }) =>
        TERMINAL_STATUSES.has(status),
      );
      if (this.transit.length === 0 && isAtRest) return;
      this.deliver(0, false);
    }
    ok(false, `the family does not come to rest: ${this.describe()}`);
  }

  /** Keys of effects that are there. */
  get applied(): readonly string[] {
    return [...this.effects].filter(([, entry]) => entry === 'applied').map(([key]) => key);
  }

  describe(): string {
    const sagas = [...this.sagas.values()].map(
      ({ id, status, definition }) => `${definition.name} ${id.slice(-6)} ${status}`,
    );
    return [...sagas, ...this.transit.map((each) => JSON.stringify(each))].join('\n');
  }

  private arrive(transit: Transit): void {
    switch (transit.type) {
      case 'reply':
        this.give(transit.sagaId, transit.input);
        return;
      case 'report':
        return this.reply(transit.report.to, transit.report.outcome);
      case 'command':
        return transit.command.child ? this.toChild(transit.command) : this.act(transit.command);
    }
  }

  /** Time alone goes on: the earliest timer fires. */
  private passTime(): void {
    const open = [...this.sagas.values()].filter((state) => nextWakeAt(state) !== null);
    const [first] = open.toSorted((a, b) => (nextWakeAt(a) ?? 0) - (nextWakeAt(b) ?? 0));
    if (first === undefined) return;
    this.at = Math.max(this.at, nextWakeAt(first) ?? 0);
    const heldLocks = first.locks.map(({ key }) => key);
    this.give(first.id, { type: 'timer', at: this.at, unsent: [], heldLocks });
  }

  private act({ sagaId, step, iteration, direction, attempt }: Command): void {
    const key = `${sagaId}/${step}/${iteration}`;
    const outcome = this.outcomeOf(key, direction);
    this.transit.push({
      type: 'reply',
      sagaId,
      input: { type: 'reply', at: 0, step, iteration, direction, attempt, outcome },
    });
  }

  private outcomeOf(key: string, direction: Command['direction']): ReplyOutcome {
    const known = this.effects.get(key);
    if (direction === 'compensate') {
      this.effects.set(key, known === 'applied' || known === 'undone' ? 'undone' : 'fenced');
      return { type: 'succeeded', output: { result: 'undone' } };
    }
    const isNew = known === undefined;
    if (isNew && direction === 'inquire') this.effects.set(key, 'fenced');
    else if (isNew) this.effects.set(key, this.options.isRefused(key) ? 'refused' : 'applied');
    const entry = this.effects.get(key);
    if (entry === 'applied' || entry === 'undone') {
      return { type: 'succeeded', output: this.options.output ?? {} };
    }
    return { type: 'refused', error: { code: 'NO', message: 'no' } };
  }

  private toChild({ child, ...command }: Command): void {
    const { direction, attempt, sagaId, step, iteration } = command;
    const id = child?.sagaId ?? '';
    const asked = { direction, attempt };
    const state = this.sagas.get(id);
    if (state) {
      const moved = this.give(id, { type: 'parent', at: this.at, asked });
      const answer = moved ? null : answerToParent(state, asked);
      if (answer) this.reply(answer, answer.outcome);
      return;
    }
    const { root = ROOT_ID, depth = 0 } = child ?? {};
    const { limits = FAMILY_LIMITS } = this.options;
    const keepsMax = shareOfNext(this.use, limits);
    const parent = { sagaId, root, step, iteration, depth, keepsMax, asked };
    const definition = this.definitionOf(child?.definition ?? '');
    const start = {
      type: 'start',
      at: this.at,
      sagaId: id,
      key: null,
      input: command.data,
      parent,
    } as const;
    const decision = decide(definition, null, start);
    const chars = decision.type === 'transition' ? JSON.stringify(decision.state).length : 0;
    const error = direction === 'execute' ? familyFault(this.use, chars, limits) : null;
    if (error !== null) {
      this.reply({ sagaId, step, iteration, direction, attempt }, { type: 'refused', error });
      return;
    }
    if (direction === 'execute') {
      this.use = { sagas: this.use.sagas + 1, chars: this.use.chars + chars };
    }
    this.take(id, definition, start);
  }

  private reply(to: ChildReport['to'], outcome: ReplyOutcome): void {
    const { sagaId, ...place } = to;
    this.give(sagaId, { type: 'reply', at: this.at, ...place, outcome });
  }

  /** Whether it changed anything. */
  private give(sagaId: string, input: SagaInput): boolean {
    return this.take(sagaId, this.definitionOfSaga(this.stateOf(sagaId)), {
      ...input,
      at: this.at,
    });
  }

  private take(sagaId: string, definition: SagaDefinition, input: SagaInput): boolean {
    const decision = decide(definition, this.sagas.get(sagaId) ?? null, input);
    if (decision.type !== 'transition') return false;
    this.sagas.set(sagaId, decision.state);
    this.transit.push(
      ...decision.commands.map((command) => ({ type: 'command', command }) as const),
    );
    for (const notice of decision.notices) {
      if (notice.type === 'child-report') this.transit.push({ type: 'report', report: notice });
    }
    return true;
  }

  private stateOf(sagaId: string): SagaState {
    const state = this.sagas.get(sagaId);
    ok(state, `there is no saga ${sagaId}`);
    return state;
  }

  private definitionOfSaga({ definition }: SagaState): SagaDefinition {
    return this.definitionOf(definition.name);
  }

  private definitionOf(name: string): SagaDefinition {
    const definition = this.byName.get(name);
    ok(definition, `there is no definition ${name}`);
    return definition;
  }
}
