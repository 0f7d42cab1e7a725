import type { JsonValue } from '#protocol';
import { list, text } from '../language/field.js';
import type { Fields } from '../read/fields.js';
import type { StepDocument } from '../read/step-document.js';

/** `/input/card`, `/steps/authorize/output/token`; `*` stands for each item of a list. */
const POINTER = /^\/(?:key|input(?:\/[^]*)?|steps\/[A-Za-z0-9]{1,63}\/output(?:\/[^]*)?)$/;
const SENSITIVE_MAX = 100;
const POINTER_CHARS_MAX = 256;

export const SENSITIVE_FIELD = list(
  text('A JSON Pointer into the input or the output of a step; `*` is each item of a list.', {
    pattern: POINTER,
    charsMax: POINTER_CHARS_MAX,
    example: '/input/card',
  }),
  'What viewers do not see of its sagas.',
  { default: [], max: SENSITIVE_MAX, example: ['/input/card'] },
);

/** Only those that are right; the others are reported. */
export function readSensitive(fields: Fields, steps: readonly StepDocument[]): readonly string[] {
  const given = fields.list('sensitive') ?? [];
  if (given.length > SENSITIVE_MAX) {
    fields.report('sensitive', 'sensitive-limit', `has at most ${SENSITIVE_MAX} JSON Pointers`);
    return [];
  }
  const names = new Set(steps.map(({ name }) => name));
  return given.filter((pointer): pointer is string => {
    const fault = faultOf(pointer, names);
    if (fault !== null) fields.report('sensitive', 'sensitive-pointer', fault);
    return fault === null;
  });
}

/** null: it is right. */
function faultOf(pointer: JsonValue, steps: ReadonlySet<string | null>): string | null {
  const isPointer =
    typeof pointer === 'string' && pointer.length <= POINTER_CHARS_MAX && POINTER.test(pointer);
  if (!isPointer) {
    return 'has JSON Pointers like "/input/card", "/steps/authorize/output/token" or "/key"';
  }
  const [, , step = ''] = pointer.startsWith('/steps/') ? pointer.split('/') : [];
  if (step === '' || steps.has(step)) return null;
  return `names a step that there is not: "${step}"`;
}
