import { statusText, type Look } from '../output/look.js';
import { cut, gridText, oneLine } from '../output/table.js';
import type { Plan, PlannedStep, Saga, SagaStep, TimelineEntry } from '../sagas/saga.js';
import { barText, type Bars } from './bars.js';
import { railsOf } from './rails.js';

/** What a picture of a saga in text is drawn from. */
export interface Scene {
  readonly saga: Saga;
  /** Left out: the steps stand one below the other, without lines between them. */
  readonly plan?: Plan;
  /** Left out: without bars. */
  readonly bars?: Bars;
  /** How many lines there may be; left out: as many as it takes. */
  readonly rowsMax?: number;
}

/** Each status has a sign and its word: colour is never all that tells them apart. */
const SIGNS: Readonly<Record<string, string>> = {
  pending: '○',
  skipped: '↷',
  executing: '▶',
  inquiring: '?',
  succeeded: '✓',
  refused: '✗',
  failed: '✗',
  caught: '⤴',
  waiting: '…',
  iterating: '↻',
  compensating: '◀',
  compensated: '↺',
  stuck: '!',
};

const IS_ACTIVE = new Set([
  'executing',
  'inquiring',
  'waiting',
  'iterating',
  'compensating',
  'stuck',
]);
const BAR_COLUMNS = 28;

/**
 * The steps in their order: the path as lines, each step with its sign, status, attempts and
 * error, and bars of when it was done and undone. Where a picture would not fit, steps that
 * nothing happens to are left out and counted.
 */
export function frameText({ saga, plan, bars, rowsMax }: Scene, look: Look): string {
  const planned = new Map(plan?.steps.map((step) => [step.name, step]));
  const rails = plan === undefined ? new Map<string, string>() : railsOf(plan.steps);
  const order = plan === undefined ? saga.steps : inOrder(saga.steps, [...rails.keys()]);
  const { shown, leftOut } = fitted(order, rowsMax);
  const rows = shown.flatMap((step) => {
    const row = [
      `${look.paint('dim', rails.get(step.name) ?? '')}${signText(step, look)} ${step.name}`,
      statusText(step.status, look),
      ...(bars === undefined ? [] : [barText(step.name, bars, BAR_COLUMNS, look)]),
      noteText(step, planned.get(step.name), look),
    ];
    return planned.get(step.name)?.kind === 'pivot' ? [row, pivotRow(row.length, look)] : [row];
  });
  const lines = rows.length === 0 ? [] : gridText(rows).split('\n');
  const more = leftOut === 0 ? [] : [look.paint('dim', `… and ${leftOut} steps more`)];
  const { width } = look;
  return [...lines, ...more].map((line) => (width === null ? line : cut(line, width))).join('\n');
}

function inOrder(steps: readonly SagaStep[], names: readonly string[]): readonly SagaStep[] {
  const placeOf = (name: string): number => {
    const place = names.indexOf(name);
    return place === -1 ? names.length : place;
  };
  return [...steps].sort((one, other) => placeOf(one.name) - placeOf(other.name));
}

function fitted(
  steps: readonly SagaStep[],
  rowsMax = Infinity,
): { readonly shown: readonly SagaStep[]; readonly leftOut: number } {
  if (steps.length <= rowsMax) return { shown: steps, leftOut: 0 };
  const active = steps.filter(({ status }) => IS_ACTIVE.has(status));
  const others = steps.filter(({ status }) => !IS_ACTIVE.has(status));
  const kept = new Set([...active, ...others].slice(0, Math.max(1, rowsMax - 1)));
  return { shown: steps.filter((step) => kept.has(step)), leftOut: steps.length - kept.size };
}

function signText({ status, wasRefused = false }: SagaStep, { paint }: Look): string {
  // what was refused did not happen, and is not undone either
  const sign = SIGNS[status === 'compensated' && wasRefused ? 'refused' : status] ?? '·';
  if (status === 'stuck' || status === 'failed') return paint(['red', 'bold'], sign);
  return IS_ACTIVE.has(status) ? paint('bold', sign) : sign;
}

/** Below it nothing is taken back any more. */
function pivotRow(columns: number, { paint }: Look): readonly string[] {
  return [paint('dim', '─ no way back below ─'), ...Array<string>(columns - 1).fill('')];
}

function noteText(
  { attempts, iterations, error }: SagaStep,
  plan: PlannedStep | undefined,
  look: Look,
): string {
  const sent = attempts.execute + attempts.compensate + attempts.inquire;
  const notes = [
    ...(sent > 1 ? [`${sent} attempts`] : []),
    ...(iterations.length > 0 ? [`${iterations.length} iterations`] : []),
    ...(error === null ? [] : [look.paint('red', oneLine(`${error.code}: ${error.message}`))]),
    ...(plan !== undefined && plan.undo !== null && attempts.compensate > 0
      ? [`undo ${plan.undo}`]
      : []),
  ];
  return notes.join(', ');
}

/** Entries of the timeline by the step that they are about; iterations count for their step. */
export function entriesByStep(
  entries: readonly TimelineEntry[],
): ReadonlyMap<string, readonly TimelineEntry[]> {
  const all = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    if (entry.step === null) continue;
    const name = entry.step.replace(/\[\d+\]$/, '');
    all.set(name, [...(all.get(name) ?? []), entry]);
  }
  return all;
}
