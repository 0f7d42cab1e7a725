/** How a step of one document became that of another. */
interface StepChange {
  readonly step: string;
  readonly how: 'added' | 'removed' | 'changed';
  /** Names of its fields that differ. */
  readonly fields: readonly string[];
}

type Step = Readonly<Record<string, unknown>>;

/** What differs between the steps of two documents, in the order of the newer one. */
export function stepChanges(older: unknown, newer: unknown): readonly StepChange[] {
  const [before, after] = [stepsOf(older), stepsOf(newer)];
  const changed = [...after].flatMap(([step, value]): readonly StepChange[] => {
    const old = before.get(step);
    if (old === undefined) return [{ step, how: 'added', fields: [] }];
    const fields = differing(old, value);
    return fields.length === 0 ? [] : [{ step, how: 'changed', fields }];
  });
  const removed = [...before.keys()].filter((step) => !after.has(step));
  return [...changed, ...removed.map((step) => ({ step, how: 'removed' as const, fields: [] }))];
}

/** Names of fields of the documents themselves that differ. */
export function documentChanges(older: unknown, newer: unknown): readonly string[] {
  const known = (value: unknown): Step => (isRecord(value) ? value : {});
  return differing(known(older), known(newer)).filter((field) => field !== 'steps');
}

function stepsOf(document: unknown): ReadonlyMap<string, Step> {
  const steps = isRecord(document) && Array.isArray(document['steps']) ? document['steps'] : [];
  const named = steps.filter((step) => isRecord(step) && typeof step['name'] === 'string');
  return new Map(named.map((step) => [step.name, step]));
}

function differing(before: Step, after: Step): readonly string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].filter((field) => canonical(before[field]) !== canonical(after[field]));
}

/** The same for the same value, in whatever order its members are. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? '';
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

function isRecord(value: unknown): value is Step {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
