import type { JsonValue } from '#protocol';
import type { ActionReader } from './action-reader.js';
import { COMMAND_FIELDS } from './command-fields.js';
import type { Fields } from './fields.js';

export interface FailDocument {
  readonly does: 'fail';
  readonly code: string | null;
  /** Not compiled yet; null: left out. */
  readonly message: JsonValue;
}

export const fail: ActionReader<'fail', FailDocument> = {
  excludes: {
    fields: ['kind', ...COMMAND_FIELDS],
    because: 'cannot be used beside "fail": no command is sent, and the saga goes back',
  },
  read: readFail,
  longestMs: () => 0,
};

const CODE = /^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/;

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
  if (code === undefined || CODE.test(code)) return code ?? null;
  const form = 'must be like "NOT_APPROVED": a letter, then letters, digits, "_", ".", ":" or "-"';
  fields.report('code', 'error-code', `${form}, at most 64 characters`);
  return null;
}
