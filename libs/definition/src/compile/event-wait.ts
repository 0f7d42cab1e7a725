import { SAGA_KEY_CHARS_MAX, countCodePoints, type JsonValue } from '#protocol';
import { compileCondition, NO_GUARDS, UNKNOWN, type Mapping } from '#expressions';
import { FaultList } from '../model/definition-fault.js';
import { evaluate, type MappingError } from '../model/evaluate.js';
import type { EventStep } from '../model/saga-definition.js';
import type { EventWaitDocument } from '../read/event-wait.js';
import { compileKey } from '../template-keys.js';
import { placesIn, withVariables, type Places } from '../types/expression-places.js';

/** null: it has faults, and they are reported. */
export function compileEventWait(
  { event, key: keyText, eventKey, where }: EventWaitDocument,
  path: string,
  at: Places,
): Pick<EventStep, 'event' | 'key' | 'eventKey' | 'where'> | null {
  const withData = withVariables(at, new Map([['data', UNKNOWN]]));
  const key = keyText === null ? null : compileKey(keyText, SAGA_KEY_CHARS_MAX, at(`${path}/key`));
  const ofEvent = eventKey === null ? null : compileIn(withData, `${path}/eventKey`, eventKey);
  const condition = where === null ? null : compileCondition(where, withData(`${path}/where`));
  if (event === null || key === null || ofEvent === null) return null;
  if (where !== null && condition === null) return null;
  return { event, key, eventKey: ofEvent, where: condition };
}

/** The key of an event by a stored definition. null: it does not compile any more. */
export function compileEventKey(eventKey: string): Mapping | null {
  const visible = { known: new Set<string>(), before: null };
  const report = { faults: new FaultList(), warnings: new FaultList() };
  const at = placesIn({ visible, types: null, guards: NO_GUARDS }, report);
  return compileIn(withVariables(at, new Map([['data', UNKNOWN]])), '', eventKey);
}

/** Why an event, or a saga, has no key. */
export interface EventKeyError {
  readonly code: MappingError['code'] | 'EVENT_KEY_INVALID';
  readonly message: string;
}

export type EventKey = { readonly key: string } | { readonly error: EventKeyError };

/** Evaluates the key of an event with this data. */
export function eventKeyOf(eventKey: Mapping, data: JsonValue): EventKey {
  const scope = { input: null, saga: { id: '', key: null }, steps: {}, variables: [data] };
  return awaitedKey(() => eventKey(scope));
}

/** Evaluates the key of an event or of a saga that waits for one. A number is its text. */
export function awaitedKey(map: () => JsonValue): EventKey {
  const mapped = evaluate(map);
  if ('error' in mapped) return mapped;
  const key = typeof mapped.data === 'number' ? String(mapped.data) : mapped.data;
  // Postgres cannot store U+0000 in a text
  const isText = typeof key === 'string' && key !== '' && !key.includes('\u0000');
  if (isText && countCodePoints(key) <= SAGA_KEY_CHARS_MAX) return { key };
  const message = `the key must be a text of 1 to ${SAGA_KEY_CHARS_MAX} characters`;
  return { error: { code: 'EVENT_KEY_INVALID', message } };
}

/** There is no saga where an event's key is evaluated: only its data. */
function compileIn(withData: Places, path: string, eventKey: string): Mapping | null {
  const place = withData(path);
  const visible = { ...place.visible, hasSaga: false };
  return compileKey(eventKey, SAGA_KEY_CHARS_MAX, { ...place, visible });
}
