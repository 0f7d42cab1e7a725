import { type JsonValue, pointerTo } from '#protocol';
import {
  choice,
  duration,
  either,
  list,
  object,
  place,
  required,
  text,
} from '../language/field.js';
import type { Places } from '../types/expression-places.js';
import { type FaultList } from '../model/definition-fault.js';
import { type Fields, readFields } from '../read/fields.js';
import type { LockDefinition } from '../model/saga-definition.js';
import { compileKey, LOCK_KEY_CHARS_MAX } from '../template-keys.js';

/** A lock as its document says; what is wrong was reported, and is null. */
export interface LockDocument {
  readonly path: string;
  /** A template that gives a text. */
  readonly key: string | null;
  readonly onBusy: 'wait' | 'reject';
  readonly timeoutMs: number;
}

const LOCKS_MAX = 10;
/** Ends the wait for a lock that is never released. */
const TIMEOUT_MS_DEFAULT = 24 * 60 * 60 * 1000;

const KEY_ABOUT = `A text of 1 to ${LOCK_KEY_CHARS_MAX} characters, of "input" and "saga" only.`;

const LOCK = place({
  key: required(text(KEY_ABOUT)),
  onBusy: choice(['wait', 'reject'], 'Takes turns with who holds the key, or ends at once.', {
    default: 'wait',
  }),
  timeout: duration('The longest wait for the key.', { default: '24h' }),
});

export const LOCKS_FIELD = list(
  either(
    [text(KEY_ABOUT), object(LOCK, 'A key, and what is done while another saga holds it.')],
    'A lock.',
  ),
  'Keys that no two sagas hold at once, from start to end.',
  { max: LOCKS_MAX, example: ['order:${input.orderId}'] },
);

export function readLocks(fields: Fields, faults: FaultList): readonly LockDocument[] {
  const list = fields.list('locks') ?? [];
  if (list.length > LOCKS_MAX) {
    fields.report('locks', 'locks-limit', `has at most ${LOCKS_MAX} locks`);
  }
  const base = fields.pathOf('locks');
  return list
    .slice(0, LOCKS_MAX)
    .map((lock, index) => readLock(lock, pointerTo(base, index), faults));
}

/** null: it has faults, and they are reported. */
export function compileLock(document: LockDocument, at: Places): LockDefinition | null {
  const { path, onBusy, timeoutMs } = document;
  const key = document.key === null ? null : compileKey(document.key, LOCK_KEY_CHARS_MAX, at(path));
  return key && { key, onBusy, timeoutMs };
}

function readLock(value: JsonValue, path: string, faults: FaultList): LockDocument {
  if (typeof value === 'string') {
    return { path, key: value, onBusy: 'wait', timeoutMs: TIMEOUT_MS_DEFAULT };
  }
  const fields = readFields(value, path, faults, ', or a text: write "order:${input.orderId}"');
  fields?.refuseOthers(LOCK);
  const isGiven = fields?.require('key') ?? false;
  return {
    path: `${path}/key`,
    key: (isGiven ? fields?.text('key') : null) ?? null,
    onBusy: fields?.choice('onBusy', LOCK.fields.onBusy.choices) ?? 'wait',
    timeoutMs: fields?.duration('timeout') ?? TIMEOUT_MS_DEFAULT,
  };
}
