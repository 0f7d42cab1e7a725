import fc from 'fast-check';

interface StepDocument {
  readonly name: string;
  readonly kind?: string;
  readonly after?: readonly string[];
  readonly wait?: object;
  readonly compensation?: unknown;
}

interface SagaDocument {
  readonly name: string;
  readonly steps: readonly StepDocument[];
}

/** The change to one step, if the saga's history allows it and the definition stays valid. */
export interface StepChange {
  /** Taken modulo the number of steps. */
  readonly step: number;
  readonly to:
    | 'gone'
    | 'other-command'
    | 'a-wait'
    | 'an-event'
    | 'other-key'
    | 'after-nothing'
    | 'after-the-first'
    | 'patient';
}

export interface DefinitionChange {
  readonly steps: readonly StepChange[];
  /** Steps added at the end. */
  readonly appended: number;
  readonly deadline: string | null;
  readonly isReversed: boolean;
}

/** Changes of a definition: of any of its steps, whether or not a saga has begun them. */
export const definitionChanges: fc.Arbitrary<DefinitionChange> = fc.record({
  steps: fc.array(
    fc.record({
      step: fc.nat(20),
      to: fc.constantFrom<StepChange['to']>(
        ...(['gone', 'other-command', 'a-wait', 'an-event', 'other-key'] as const),
        ...(['after-nothing', 'after-the-first', 'patient'] as const),
      ),
    }),
    { maxLength: 3 },
  ),
  appended: fc.nat(3),
  deadline: fc.constantFrom(null, '5m', '9m'),
  isReversed: fc.boolean(),
});

/** The document after the change; it need not be valid. */
export function changeDocument(document: object, change: DefinitionChange): object {
  const saga = document as SagaDocument;
  const changed = change.steps.reduce<readonly StepDocument[]>(
    (steps, each) => changeStep(steps, each),
    saga.steps,
  );
  const steps = [...changed, ...appendedTo(changed, change.appended)];
  const { deadline, isReversed } = change;
  const ordered = isReversed ? [...steps].reverse() : steps;
  return { name: saga.name, ...(deadline === null ? {} : { deadline }), steps: ordered };
}

function changeStep(steps: readonly StepDocument[], change: StepChange): readonly StepDocument[] {
  const chosen = steps[change.step % Math.max(1, steps.length)];
  if (chosen === undefined) return steps;
  const { to } = change;
  if (to === 'gone') return without(steps, chosen);
  return steps.map((step) => (step === chosen ? changedStep(step, to, steps) : step));
}

/** The steps that came after it now come after its predecessors. */
function without(steps: readonly StepDocument[], gone: StepDocument): readonly StepDocument[] {
  return steps
    .filter((step) => step !== gone)
    .map((step) => {
      const after = step.after ?? [];
      if (!after.includes(gone.name)) return step;
      const others = after.filter((name) => name !== gone.name);
      return { ...step, after: [...new Set([...others, ...(gone.after ?? [])])] };
    });
}

function changedStep(
  step: StepDocument,
  to: Exclude<StepChange['to'], 'gone'>,
  steps: readonly StepDocument[],
): StepDocument {
  const { name, kind, after = [], compensation } = step;
  const place = { name, after, ...(kind === undefined ? {} : { kind }) };
  const otherCommand = { command: 'part.other' };
  const patient = { timeout: '2m' };
  switch (to) {
    case 'a-wait':
      return { ...place, wait: { signal: 'yes', timeout: '1m', onTimeout: 'continue' } };
    case 'an-event':
      return { ...place, wait: { ...EVENT, timeout: '1m', onTimeout: 'continue' } };
    case 'other-key':
      return waitsForEvent(step) ? { ...step, wait: { ...step.wait, ...OTHER_KEY } } : step;
    case 'other-command':
      return {
        ...place,
        ...otherCommand,
        ...(compensation === undefined ? {} : { compensation }),
      };
    case 'after-nothing':
      return { ...step, after: [] };
    case 'after-the-first':
      return { ...step, after: [steps[0]?.name ?? name] };
    case 'patient':
      return !('command' in step) ? step : { ...step, ...patient };
    default:
      return to satisfies never;
  }
}

const EVENT = { event: 'part.came', key: '${saga.id}', eventKey: '${data.saga}' };
/** An event has it when it has the key of `EVENT`. */
const OTHER_KEY = { key: 'of:${saga.id}', eventKey: 'of:${data.saga}' };

function waitsForEvent({ wait = {} }: StepDocument): boolean {
  return 'event' in wait;
}

/** Past the pivot where there is one, else after the last step. */
function appendedTo(steps: readonly StepDocument[], count: number): readonly object[] {
  const last = steps.at(-1);
  if (last === undefined) return [];
  const hasPivot = steps.some(({ kind }) => kind === 'pivot');
  const common = { command: 'part.more', input: { who: 'more' } };
  const kind = hasPivot ? { kind: 'retryable' } : { compensation: 'part.undo' };
  return Array.from({ length: count }, (_, index) => {
    const after = [index === 0 ? last.name : `more${index - 1}`];
    return { ...common, ...kind, name: `more${index}`, after };
  });
}
