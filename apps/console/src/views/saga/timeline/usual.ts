import type { components } from '../../../api/schema';
import { durationText } from '../../../parts/text/time-text';

/** What steps usually take, by their names. */
export type Usual = ReadonlyMap<string, components['schemas']['StepTime']>;

/** Fewer times are no habit. */
const COUNT_MIN = 5;
/** Less is not worth a word. */
const TIMES_MIN = 2;
const MS_MIN = 100;

/** How many times its usual a step took, if that is worth a word; null: it is not. */
export function unusualText(
  usual: Usual,
  { step, isUndo }: { readonly step: string; readonly isUndo: boolean },
  tookMs: number,
): { readonly short: string; readonly whole: string } | null {
  // each iteration of a loop is compared with all of them
  const [name = step] = step.split('[');
  const times = isUndo ? undefined : usual.get(name);
  if (times === undefined || times.count < COUNT_MIN || tookMs < MS_MIN) return null;
  const often = tookMs / Math.max(1, times.p50Ms);
  if (often < TIMES_MIN) return null;
  const figure = often < 10 ? often.toFixed(1) : Math.round(often).toLocaleString('en');
  return {
    short: `${figure}× its usual`,
    whole: `Usually ${durationText(times.p50Ms)}: half of the last ${times.count} in 7 days`,
  };
}
