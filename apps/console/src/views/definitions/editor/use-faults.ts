import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, dataOf } from '../../../api/client';
import { useDelayed } from '../../../parts/use-delayed';
import type { TextFault } from './code-editor';

/** The conductor is asked once nobody has typed for so long. */
const ASK_AFTER_MS = 400;

/** What is wrong with the text, as the conductor says it; of what is no JSON it is not asked. */
export function useFaults(text: string) {
  const asked = useDelayed(text, ASK_AFTER_MS);
  const read = useMemo(() => readJson(asked), [asked]);
  const report = useQuery({
    queryKey: ['validateDefinition', asked],
    queryFn: ({ signal }) =>
      dataOf(api.POST('/v1/definitions/validate', { body: read.value as never, signal })),
    enabled: read.fault === null,
    gcTime: 0,
    staleTime: Infinity,
  });
  const faults = useMemo((): readonly TextFault[] => {
    if (read.fault !== null) return [read.fault];
    const { errors = [], warnings = [] } = report.data ?? {};
    const of = (severity: TextFault['severity']) => (each: { path: string; message: string }) => {
      return { path: each.path, message: each.message, severity };
    };
    return [...errors.map(of('error')), ...warnings.map(of('warning'))];
  }, [read, report.data]);
  const isCurrent = asked === text && read.fault === null && report.isSuccess;
  return { faults, report, document: isCurrent && report.data.valid ? read.value : null };
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
