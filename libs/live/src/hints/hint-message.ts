import { conductorNames, type OutgoingMessage } from '#bus';
import { isList, isObject, parseBoundedJson, type JsonValue } from '#protocol';
import type { SagaChange } from '../changes/saga-change.js';

/** What one replica tells the others. */
export interface Hint {
  /** An id of the process that sent it. */
  readonly from: string;
  /** Somebody listens there. */
  readonly listens: boolean;
  /** What it has committed. */
  readonly changes: readonly SagaChange[];
}

/** Changes of one message, */
const CHANGES_MAX = 250;
/** and of what size together: what one waits for may be 20 steps with their errors. */
const CHARS_MAX = 256 * 1024;
/** A change is smaller than what is left. */
const BYTES_MAX = 2 * 1024 * 1024;

/** How many of these go in one message: at least one. */
export function portionOf(changes: readonly SagaChange[]): number {
  let chars = 0;
  let count = 0;
  for (const change of changes.slice(0, CHANGES_MAX)) {
    chars += JSON.stringify(withoutEntry(change)).length;
    if (chars > CHARS_MAX && count > 0) break;
    count++;
  }
  return count;
}

function withoutEntry({ entry: _entry, ...change }: SagaChange): Omit<SagaChange, 'entry'> {
  return change;
}

export function hintMessage(prefix: string, hint: Hint): OutgoingMessage {
  const changes = hint.changes.map(withoutEntry);
  return {
    exchange: conductorNames(prefix).liveExchange,
    routingKey: 'hints',
    body: Buffer.from(JSON.stringify({ ...hint, changes })),
    properties: { type: 'hint' },
    isOptional: true,
  };
}

/**
 * null: it is none. What is in a change is believed: only conductors may write to the exchange, and
 * a wrong one would mislead those who look, not sagas.
 */
export function readHint(body: Buffer): Hint | null {
  const read = parseBoundedJson(body, { maxBytes: BYTES_MAX });
  if (!read.ok || !isObject(read.value)) return null;
  const { from = null, listens = null, changes = null } = read.value;
  if (typeof from !== 'string' || typeof listens !== 'boolean' || !isList(changes)) return null;
  if (changes.length > CHANGES_MAX || !changes.every(isChange)) return null;
  return { from, listens, changes: changes as unknown as readonly SagaChange[] };
}

function isChange(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const { sagaId, version, at, definition = null, status, kinds = null, steps = null } = value;
  const { saga = null } = value;
  return (
    typeof sagaId === 'string' &&
    typeof version === 'number' &&
    typeof at === 'number' &&
    typeof status === 'string' &&
    isObject(definition) &&
    isList(kinds) &&
    isList(steps) &&
    isObject(saga) &&
    isList(saga['activeSteps'] ?? null) &&
    isList(saga['participants'] ?? null)
  );
}
