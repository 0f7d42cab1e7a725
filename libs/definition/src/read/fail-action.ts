import type { JsonValue } from '#protocol';
import { object, place, required, text } from '../language/field.js';
import type { ActionReader } from './action-reader.js';
import { COMMAND_FIELDS } from './command-fields.js';
import { ERROR_CODE, ERROR_CODE_FORM } from './error-code.js';
import type { Fields } from './fields.js';

export interface FailDocument {
  readonly type: 'fail';
  readonly code: string | null;
  /** Not compiled yet; null: left out. */
  readonly message: JsonValue;
}

const FAIL = place({
  code: required(
    text("The code of the saga's error.", { pattern: ERROR_CODE, example: 'NOT_APPROVED' }),
  ),
  message: text("The message of the saga's error; may have expressions.", {
    example: 'declined by ${steps.approve.output.by}',
  }),
});

export const fail: ActionReader<'fail', FailDocument> = {
  field: object(FAIL, 'Takes the saga back, on data. Mostly with a "when".'),
  excludes: {
    fields: ['kind', 'catch', ...COMMAND_FIELDS],
    because: 'cannot be used beside "fail": no command is sent, and the saga goes back',
  },
  read: readFail,
  longestMs: () => 0,
};

function readFail(step: Fields): FailDocument {
  const fields = step.object('fail');
  if (fields === undefined) return { type: 'fail', code: null, message: null };
  fields.refuseOthers(FAIL);
  fields.text('message');
  return { type: 'fail', code: readCode(fields), message: fields.get('message') ?? null };
}

function readCode(fields: Fields): string | null {
  if (!fields.require('code')) return null;
  const code = fields.text('code');
  if (code === undefined || ERROR_CODE.test(code)) return code ?? null;
  fields.report('code', 'error-code', ERROR_CODE_FORM);
  return null;
}
