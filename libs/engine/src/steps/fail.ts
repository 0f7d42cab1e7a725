import { evaluate } from '#definition';
import { ERROR_FORM, type JsonValue } from '#protocol';
import { decideAbort, failUnissued } from '../moves/backward.js';
import type { StepTypeRules } from './step-type.js';

/** Takes the saga back, because its data says so. */
export const fail: StepTypeRules<'fail'> = {
  begin(draft, step) {
    const { name, code, message } = step;
    const mapped = message === null ? { data: '' } : evaluate(() => message(draft.scope));
    if ('error' in mapped) {
      failUnissued(draft, step, mapped.error);
      return;
    }
    const error = { code, message: messageOf(mapped.data) };
    draft.record({ type: 'step-refused', step: name, error });
    decideAbort(draft, { reason: 'refused', step: name, toStep: null, error });
  },
  goOn: () => undefined,
  wake: () => undefined,
  describe: ({ code }) => `fail with ${code}`,
  undo: null,
};

function messageOf(value: JsonValue): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // the cut may have gone through a surrogate pair
  return text.slice(0, ERROR_FORM.messageCharsMax).replace(/\p{Surrogate}/gu, '');
}
