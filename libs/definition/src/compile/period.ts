import { compileTextMapping, type TemplatePlace } from '#expressions';
import type { Period } from '../model/saga-definition.js';

/** null: it has faults, and they are reported. */
export function compilePeriod(written: number | string, place: TemplatePlace): Period | null {
  if (typeof written === 'number') return written;
  return compileTextMapping(written, 'string', place)?.mapping ?? null;
}
