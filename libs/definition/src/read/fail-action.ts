import type { JsonValue } from '#protocol';
import type { ActionReader } from './action-reader.js';
import { COMMAND_FIELDS } from './command-fields.js';
import { ERROR_CODE, ERROR_CODE_FORM } from './error-code.js';
import type { Fields } from './fields.js';

export interface FailDocument {
  readonly does: 'fail';
  readonly code: string | null;
  /** Not compiled yet; null: left out. */
  readonly message: JsonValue;
}

export const fail: ActionReader<'fail', FailDocument> = {
  excludes: {
    fields: ['kind', 'catch', ...COMMAND_FIELDS],
    because: 'cannot be used beside "fail": no command is sent, and the saga goes back',
  },
  read: readFail,
  longestMs: () => 0,
};

function readFail(step: Fields): FailDocument {
  const fields = step.object('fail');
  if (fields === undefined) return { does: 'fail', code: null, message: null };
  fields.refuseOthers(['code', 'message']);
  fields.text('message');
  return { does: 'fail', code: readCode(fields), message: fields.get('message') ?? null };
}

function readCode(fields: Fields): string | null {
  if (!fields.require('code')) return null;
  const code = fields.text('code');
  if (code === undefined || ERROR_CODE.test(code)) return code ?? null;
  fields.report('code', 'error-code', ERROR_CODE_FORM);
  return null;
}
