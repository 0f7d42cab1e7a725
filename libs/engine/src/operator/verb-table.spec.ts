import fc from 'fast-check';
import type { SagaDefinition } from '#definition';
import { assertProperty } from '#testing-internal';
import { compile, definitionDocuments, SagaRun, schedules } from '#testing-sagas';
import { decide } from '../decide.js';
import type { OperatorAction } from '../state/saga-input.js';
import { isAtRest, type SagaState, type SagaStatus } from '../state/saga-state.js';
import { possibilitiesOf } from './operator.js';
import { REQUEST_CODES, VERB_TABLE, type StatusRule } from './verb-table.js';

/* The table of verbs is what the engine does: every code of it happens, and no other. */

type VerbName = OperatorAction['name'];

/** `verb status`, with the codes that it came to; `done`: it was carried out. */
const found = new Map<string, Set<string>>();
const statuses: readonly SagaStatus[] = [
  'running',
  'compensating',
  'stuck',
  'completed',
  'compensated',
  'abandoned',
];
const verbs = Object.keys(VERB_TABLE) as readonly VerbName[];
const BY = { type: 'operator', actor: 'operator', reason: 'test' } as const;
/** More than a saga keeps. */
const TOO_MUCH = 'x'.repeat(9_000_000);

function tryOn(definition: SagaDefinition, state: SagaState, action: OperatorAction): void {
  const version = action.name === 'migrate' ? action.toVersion : 1;
  const target = version === definition.version ? definition : { ...definition, version };
  const input = { ...BY, at: state.updatedAt + 1, action, target };
  const decision = decide(definition, state, input);
  const name = `${action.name} ${state.status}`;
  const codes = found.get(name) ?? new Set();
  found.set(name, codes);
  codes.add(decision.type === 'rejected' ? decision.code : 'done');
}

function actionsOn(step: string, locks: SagaState['locks']): readonly OperatorAction[] {
  return [
    { name: 'retry' },
    { name: 'retry', step },
    { name: 'retry', input: { edited: true } },
    { name: 'retry', step, input: { edited: true } },
    { name: 'skip', step },
    { name: 'skip', step, output: { id: 1 } },
    { name: 'settle', step, result: 'succeeded' },
    { name: 'settle', step, result: 'undone' },
    { name: 'cancel' },
    { name: 'compensate' },
    { name: 'compensate', toStep: step },
    { name: 'release-lock', key: locks[0]?.key ?? 'none' },
    { name: 'pause' },
    { name: 'resume' },
    { name: 'abandon' },
    { name: 'migrate', toVersion: 1 },
    { name: 'migrate', toVersion: 2 },
  ];
}

function tryAll({ definition, state }: SagaRun, choice: number): void {
  const steps = Object.keys(state.steps);
  const stuck = steps.find((name) => state.steps[name]?.status === 'stuck');
  for (const step of new Set([steps[choice % steps.length] ?? '', stuck ?? ''])) {
    if (step === '') continue;
    for (const action of actionsOn(step, state.locks)) tryOn(definition, state, action);
    tryWhilePaused(definition, state);
  }
}

function tryWhilePaused(definition: SagaDefinition, state: SagaState): void {
  const action = { name: 'pause' } as const;
  const paused = decide(definition, state, { ...BY, at: state.updatedAt + 1, action });
  if (paused.type !== 'transition') return;
  tryOn(definition, paused.state, action);
  tryOn(definition, paused.state, { name: 'resume' });
}

function collectFromRandomSagas(): void {
  assertProperty(
    fc.property(definitionDocuments, schedules, fc.nat(50), (random, schedule, choice) => {
      const run = new SagaRun(compile(random.document), random.input);
      for (const [index, entry] of schedule.entries()) {
        run.follow(entry);
        if (index % 7 === choice % 7) tryAll(run, choice + index);
        if (isAtRest(run.state) && run.state.status !== 'stuck') break;
      }
      tryAll(run, choice);
    }),
    { runs: 1_500, isCounted: true, seed: 20_261_129 },
  );
}

const REFUSAL = { type: 'refused', error: { code: 'NO', message: 'no' } } as const;
const PAST_PIVOT = { kind: 'pivot', retry: { maxAttempts: 1 } } as const;

/** What random sagas do not have: locks, large data, a child that was abandoned. */
function collectRare(): void {
  const act = { name: 'act', command: 'part.act', compensation: 'none' };
  const held = new SagaRun(compile({ name: 'held', steps: [act], locks: [{ key: 'k' }] }), {});
  held.passTime();
  tryAll(held, 0);
  const pivot = { name: 'act', command: 'part.act', ...PAST_PIVOT };
  const last = { name: 'last', command: 'part.last', kind: 'retryable', retry: { maxAttempts: 1 } };
  const full = new SagaRun(compile({ name: 'full', steps: [pivot, last] }), {});
  tryOn(full.definition, full.state, { name: 'skip', step: 'act', output: TOO_MUCH });
  full.take(full.replyTo(0, { type: 'succeeded', output: null }));
  full.take(full.replyTo(0, REFUSAL));
  tryOn(full.definition, full.state, { name: 'skip', step: 'last', output: TOO_MUCH });
  tryOn(full.definition, full.state, { name: 'retry', step: 'last', input: TOO_MUCH });
  rewindBeside();
  const wait = { name: 'late', kind: 'retryable', wait: { ...CHOOSY, timeout: '1s' } };
  const late = new SagaRun(compile({ name: 'late', steps: [pivot, wait] }), {});
  late.take(late.replyTo(0, { type: 'succeeded', output: null }));
  late.passTime();
  tryAll(late, 1);
  const child = { name: 'child', saga: { definition: 'child' }, kind: 'retryable' };
  const parent = new SagaRun(compile({ name: 'parent', steps: [pivot, child] }), {});
  parent.take(parent.replyTo(0, { type: 'succeeded', output: null }));
  const error = { code: 'CHILD_ABANDONED', message: 'it was abandoned' };
  parent.take(parent.replyTo(0, { type: 'refused', error }));
  tryAll(parent, 0);
}

const CHOOSY = { signal: 'go', onTimeout: 'fail', payloadSchema: { type: 'string' } };

/** One branch is taken back for a while, and others go on. */
function rewindBeside(): void {
  const act = (name: string) => {
    return { name, command: `part.${name}`, compensation: 'part.undo', after: [] };
  };
  const ask = { name: 'ask', wait: { ...CHOOSY, timeout: '1h' }, after: [] };
  const run = new SagaRun(compile({ name: 'beside', steps: [act('one'), act('two'), ask] }), {});
  run.take({ ...BY, at: run.at + 1, action: { name: 'compensate', toStep: 'one' } });
  const { definition, state } = run;
  tryOn(definition, state, { name: 'skip', step: 'two' });
  tryOn(definition, state, { name: 'skip', step: 'two', output: TOO_MUCH });
  tryOn(definition, state, { name: 'skip', step: 'ask', output: { id: 1 } });
}

function toList(rule: StatusRule): readonly string[] {
  if (rule === 'always') return ['done'];
  return typeof rule === 'string' ? [rule] : ['done', ...rule].toSorted();
}

describe('the table of verbs and statuses', () => {
  collectFromRandomSagas();
  collectRare();

  it.each(verbs.flatMap((verb) => statuses.map((status) => [verb, status] as const)))(
    '%s of a saga that is %s leads to what the table has, and to all of that',
    (verb, status) => {
      const codes = [...(found.get(`${verb} ${status}`) ?? [])];
      const own = codes.filter((code) => !(REQUEST_CODES as readonly string[]).includes(code));
      expect(own.toSorted()).toEqual(toList(VERB_TABLE[verb].rules[status]));
    },
  );
});

describe('what may be done', () => {
  it('is what the engine then does, on every saga in every form', () => {
    assertProperty(
      fc.property(definitionDocuments, schedules, (random, schedule) => {
        const run = new SagaRun(compile(random.document), random.input);
        for (const entry of schedule) run.follow(entry);
        const { definition, state } = run;
        const all = possibilitiesOf(definition, state, Object.keys(state.steps));
        for (const { action, rejection } of all) {
          const decision = decide(definition, state, { ...BY, at: run.at + 1, action });
          if (rejection === null) expect(decision.type).toBe('transition');
          else expect(decision).toMatchObject({ type: 'rejected', ...rejection });
        }
      }),
      { runs: 200 },
    );
  });

  it('has an entry for each form: one of the whole saga, and one for each step', () => {
    const steps = ['one', 'two'].map((name) => {
      return { name, command: `part.${name}`, compensation: 'none' };
    });
    const run = new SagaRun(compile({ name: 'short', steps, locks: [{ key: 'k' }] }), {});
    run.passTime();
    const forms = possibilitiesOf(run.definition, run.state, ['one', 'two']).map(
      ({ action: { name, ...form }, rejection }) =>
        [name, ...Object.values(form), rejection?.code ?? 'yes'].join(' '),
    );
    expect(forms).toEqual([
      'retry SAGA_NOT_STUCK',
      'retry one SAGA_NOT_STUCK',
      'retry two SAGA_NOT_STUCK',
      'skip one yes',
      'skip two STEP_STATE_CONFLICT',
      'settle one succeeded yes',
      'settle one undone STEP_STATE_CONFLICT',
      'settle two succeeded STEP_STATE_CONFLICT',
      'settle two undone STEP_STATE_CONFLICT',
      'cancel yes',
      'compensate yes',
      'compensate one yes',
      'compensate two STEP_STATE_CONFLICT',
      'release-lock k yes',
      'pause yes',
      'resume SAGA_NOT_PAUSED',
      'abandon yes',
    ]);
  });
});
