import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Plan } from '#graph';
import { api, dataOf } from '../../../api/client';
import type { components } from '../../../api/schema';
import { useDelayed } from '../../../parts/use-delayed';
import { useLast } from '../../../parts/use-last';
import type { TextFault } from './code-editor';

/** The conductor is asked once nobody has typed for so long. */
const ASK_AFTER_MS = 400;

/** What there is to say of a text. */
export interface Checked {
  /** What it says; null: it is no JSON. */
  readonly value: unknown;
  readonly faults: readonly TextFault[];
  /** What a picture of it needs; null: it is not right, or nobody could be asked. */
  readonly plan: Plan | null;
}

/**
 * What is wrong with the text, as the conductor says it; of what is no JSON it is not asked. While
 * it is asked, what it said last stays: `checked` null until it first answered.
 */
export function useFaults(text: string) {
  const asked = useDelayed(text, ASK_AFTER_MS);
  const read = useMemo(() => readJson(asked), [asked]);
  const report = useQuery({
    queryKey: ['validateDefinition', asked],
    queryFn: ({ signal }) => {
      // the graph waits for it, and does not show what may go wrong
      const params = { query: { failureMatrix: 'false' } } as const;
      const body = read.value as never;
      return dataOf(api.POST('/v1/definitions/validate', { params, body, signal }));
    },
    enabled: read.fault === null,
    gcTime: 0,
    staleTime: Infinity,
  });
  const now = useMemo(
    (): Checked | null => checkedBy(read, report.data, report.isError),
    [read, report.data, report.isError],
  );
  const checked = useLast(now);
  const isCurrent = asked === text && now !== null && now.plan !== null;
  return { checked, report, document: isCurrent ? now.value : null };
}

type Report = components['schemas']['ValidationReport'];

function checkedBy(read: ReadText, report: Report | undefined, isAway: boolean): Checked | null {
  const { value, fault } = read;
  if (fault !== null) return { value, faults: [fault], plan: null };
  if (report === undefined) return isAway ? { value, faults: [], plan: null } : null;
  const of = (severity: TextFault['severity']) => (each: { path: string; message: string }) => {
    return { path: each.path, message: each.message, severity };
  };
  const faults = [...report.errors.map(of('error')), ...report.warnings.map(of('warning'))];
  return { value, faults, plan: report.plan };
}

interface ReadText {
  readonly value: unknown;
  readonly fault: TextFault | null;
}

function readJson(text: string): ReadText {
  try {
    return { value: JSON.parse(text), fault: null };
  } catch (error) {
    const message = `This is no JSON: ${error instanceof Error ? error.message : String(error)}`;
    return { value: null, fault: { path: null, message, severity: 'error' } };
  }
}
