import { compileTextMapping } from '#expressions';
import type { FailDocument } from '../read/fail-action.js';
import type { Places } from '../types/expression-places.js';
import type { Action, DocumentPlace } from './step-place.js';

export function compileFail(
  { step }: DocumentPlace,
  { code, message }: FailDocument,
  at: Places,
): Action['fail'] | null {
  const compiled =
    typeof message === 'string'
      ? compileTextMapping(message, 'string', at(`${step.path}/fail/message`))
      : null;
  if (code === null) return null;
  return { type: 'fail', code, message: compiled?.mapping ?? null };
}
