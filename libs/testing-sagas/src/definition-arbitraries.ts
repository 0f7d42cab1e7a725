import fc from 'fast-check';
import {
  actionOf,
  type ActionShape,
  compensationOf,
  action,
  retryOf,
} from './action-arbitraries.js';

interface Shape {
  readonly before: readonly StepShape[];
  readonly hasPivot: boolean;
  readonly past: readonly StepShape[];
  readonly hasDeadline: boolean;
  /** Whether an event that came before is kept for a moment only. */
  readonly isForgetful: boolean;
  /** Between the two parts: an `end` that is taken or not, or none. */
  readonly ends: boolean | null;
  readonly locks: 'none' | 'wait' | 'reject';
  readonly pivotAttempts: number;
}

interface StepShape extends ActionShape {
  /** Bit i: comes after the i-th step of its part. */
  readonly afterBits: number;
  readonly requires: 'done' | 'succeeded';
  readonly catches: 'any' | readonly string[] | null;
  /** What its `when` gives; null: it has none; `broken`: it cannot be evaluated. */
  readonly runs: boolean | null | 'broken';
}

const stepShape: fc.Arbitrary<StepShape> = fc.record({
  action,
  afterBits: fc.nat(255),
  hasCompensation: fc.constantFrom(true, true, true, false),
  requires: fc.constantFrom('done' as const, 'done' as const, 'succeeded' as const),
  catches: fc.constantFrom(null, null, null, 'any' as const, ['REFUSED', 'TIMEOUT', 'FINAL']),
  runs: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(null, null, true, false) },
    { weight: 1, arbitrary: fc.constant('broken' as const) },
  ),
  attempts: fc.integer({ min: 1, max: 3 }),
});

export interface RandomDefinition {
  readonly document: object;
  readonly input: Readonly<Record<string, boolean>>;
  /** With this input all its expressions can be evaluated, and no `fail` is taken. */
  readonly isSound: boolean;
}

/** Documents that the validator accepts, with the input that decides their conditions. */
export const definitionDocuments: fc.Arbitrary<RandomDefinition> = fc
  .record<Shape>({
    before: fc.array(stepShape, { minLength: 1, maxLength: 5 }),
    hasPivot: fc.boolean(),
    past: fc.array(stepShape, { maxLength: 3 }),
    hasDeadline: fc.boolean(),
    isForgetful: fc.boolean(),
    ends: fc.constantFrom(null, null, null, true, false),
    locks: fc.constantFrom(
      'none',
      'none',
      'none',
      'none',
      'none',
      'none',
      'none',
      'wait',
      'reject',
    ),
    pivotAttempts: fc.integer({ min: 1, max: 3 }),
  })
  .map((shape) => ({
    document: documentOf(shape),
    input: inputOf(shape),
    isSound: [...shape.before, ...shape.past].every(isSound),
  }));

function isSound({ runs, action }: StepShape): boolean {
  if (action.type === 'fail' && runs !== false) return false;
  if (action.type === 'publish' && (action.data === 'broken' || action.undo === 'broken'))
    return false;
  if (action.type === 'delay' && action.delay === 'broken') return false;
  if (action.type === 'wait' || action.type === 'event') {
    if (['past', 'broken'].includes(action.timeout)) return false;
  }
  if (action.type === 'event' && (action.key !== 'own' || action.where === 'broken')) return false;
  return runs !== 'broken';
}

function documentOf(shape: Shape): object {
  const before = shape.before.map((step, index) => ({
    ...commonOf(step, `before${index}`),
    after: afterOf(step, index, 'before'),
    ...(hasCompensation(step) ? { compensation: compensationOf(step) } : {}),
  }));
  const named = new Set(before.flatMap((step) => step.after));
  const sinks = before.map((step) => step.name).filter((name) => !named.has(name));
  const pivot = {
    name: 'pivot',
    command: 'part.pivot',
    kind: 'pivot',
    after: shape.ends === null ? sinks : ['stop'],
    retry: retryOf(shape.pivotAttempts),
  };
  const past = shape.past.map((step, index) => {
    const after = afterOf(step, index, 'past');
    const common = commonOf(withoutFail(step), `past${index}`);
    return { ...common, kind: 'retryable', after: after.length === 0 ? ['pivot'] : after };
  });
  const end = {
    name: 'stop',
    end: { output: { by: 'stop' } },
    when: '${input.stop}',
    after: sinks,
  };
  const ends = shape.ends === null ? [] : [end];
  return {
    name: 'random',
    ...(shape.hasDeadline ? { deadline: '5m' } : {}),
    ...(shape.isForgetful ? { eventTtl: '5s' } : {}),
    ...locksOf(shape),
    steps: shape.hasPivot ? [...before, ...ends, pivot, ...past] : [...before, ...ends],
  };
}

/** Past the pivot there is no way back. */
function withoutFail(step: StepShape): StepShape {
  return step.action.type === 'fail' ? { ...step, action: { type: 'command' } } : step;
}

function commonOf(step: StepShape, name: string) {
  return {
    name,
    requires: step.requires,
    ...(canCatch(step) ? { catch: step.catches } : {}),
    ...actionOf(step, name),
    ...(step.runs === null
      ? {}
      : { when: `\${input.${step.runs === 'broken' ? 'nothing' : name}}` }),
  };
}

function canCatch({ action: { type }, catches }: StepShape): boolean {
  return catches !== null && !['delay', 'fail', 'publish'].includes(type);
}

function hasCompensation({ action: { type } }: StepShape): boolean {
  return !['wait', 'event', 'delay', 'saga', 'fail'].includes(type);
}

function locksOf({ locks }: Shape): object {
  if (locks === 'none') return {};
  return { locks: [{ key: 'one:${saga.id}', timeout: '1m', onBusy: locks }, 'other'] };
}

function afterOf(step: StepShape, index: number, prefix: string): string[] {
  return Array.from({ length: index }, (_, earlier) => earlier)
    .filter((earlier) => (step.afterBits >> earlier) & 1)
    .map((earlier) => `${prefix}${earlier}`);
}

function inputOf(shape: Shape): Record<string, boolean> {
  const flags = (prefix: string, steps: readonly StepShape[]) =>
    steps.map((step, index) => [`${prefix}${index}`, step.runs !== false] as const);
  const stop = ['stop', shape.ends === true] as const;
  return Object.fromEntries([...flags('before', shape.before), ...flags('past', shape.past), stop]);
}
