import type { components } from '../../api/schema';
import type { StatusName } from '../../parts/status';

type Bulk = components['schemas']['Bulk'];

/** The shape that a status of a bulk has. */
export const BULK_STATUS: Readonly<Record<Bulk['status'], StatusName>> = {
  running: 'running',
  paused: 'paused',
  stopped: 'stuck',
  done: 'completed',
};

/** The name of what is done: `retry`. */
export function actionName({ action }: Pick<Bulk, 'action'>): string {
  if (typeof action !== 'object' || action === null || !('name' in action)) return 'act';
  return String(action.name);
}

/** What is said of the action beside its name: `step ship`. */
export function actionDetails({ action }: Pick<Bulk, 'action'>): string | null {
  if (typeof action !== 'object' || action === null) return null;
  const parts = Object.entries(action).filter(([name]) => name !== 'name');
  const text = parts.map(([name, value]) => {
    return `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
  });
  return text.length === 0 ? null : text.join(', ');
}

/** The sagas of a bulk, by what became of them: no saga is in two of them. */
export function sharesOf({ counts }: Pick<Bulk, 'counts'>) {
  const { waiting, refused, awaited, good, bad, late, gone } = counts;
  return { good, failed: bad + late + refused, gone, awaited, waiting };
}

/** In percent of those whose end is known; null: none is. */
export function failureShare({ counts }: Pick<Bulk, 'counts'>): number | null {
  const { good, failed } = sharesOf({ counts });
  return good + failed === 0 ? null : Math.round((failed / (good + failed)) * 1_000) / 10;
}
