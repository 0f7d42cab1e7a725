import { SAGA_KEY_CHARS_MAX, countCodePoints, type JsonValue, MESSAGE_NAME } from '#protocol';
import { compileMapping, UNKNOWN } from '#expressions';
import { mapping, object, place, required, text } from '../language/field.js';
import { evaluate, type MappingError } from '../model/evaluate.js';
import { type Places, withVariables } from '../types/expression-places.js';
import { readEventName } from '../read/event-name.js';
import type { Fields } from '../read/fields.js';
import type { Trigger } from '../model/saga-definition.js';
import { compileKey } from '../template-keys.js';

/** A trigger as its document says; what is wrong was reported, and is null. */
export interface TriggerDocument {
  readonly path: string;
  readonly event: string | null;
  /** Not compiled yet. */
  readonly key: JsonValue;
  readonly input: JsonValue;
}

const LIFE_CYCLE_EVENT = /^saga\.[a-z-]+\.([a-z0-9-]+)$/;

const TRIGGER = place({
  event: required(text('The name of the event.', { pattern: MESSAGE_NAME })),
  key: required(
    text("The saga's key: the same key starts one saga only. Sees the event as `data`."),
  ),
  input: mapping("The saga's input. Sees the event as `data`.", { default: '${data}' }),
});

export const TRIGGER_FIELD = object(TRIGGER, 'The event of a service that starts a saga.', {
  example: { event: 'order.placed', key: '${data.orderId}', input: '${data}' },
});

/** null: the definition has none. */
export function readTrigger(fields: Fields): TriggerDocument | null {
  const trigger = fields.object('trigger');
  if (trigger === undefined) return null;
  trigger.refuseOthers(TRIGGER);
  if (trigger.require('key')) trigger.text('key');
  return {
    path: trigger.path,
    event: readEvent(trigger, fields.get('name')),
    key: trigger.get('key') ?? null,
    input: trigger.get('input') ?? '${data}',
  };
}

/** null: it has faults, and they are reported. */
export function compileTrigger(
  { path, event, ...document }: TriggerDocument,
  inSaga: Places,
): Trigger | null {
  const variables = withVariables(inSaga, new Map([['data', UNKNOWN]]));
  const at: Places = (pointer) => {
    const place = variables(pointer);
    return { ...place, visible: { ...place.visible, hasSaga: false } };
  };
  const { key: text } = document;
  const keyPlace = at(`${path}/key`);
  // what is no text was reported
  const key = typeof text === 'string' ? compileKey(text, SAGA_KEY_CHARS_MAX, keyPlace) : null;
  const input = compileMapping(document.input, at(`${path}/input`));
  return event !== null && key !== null && input !== null ? { event, key, input } : null;
}

/** Why an event starts no saga. */
export interface TriggerError {
  readonly code: MappingError['code'] | 'TRIGGER_KEY_INVALID';
  readonly message: string;
}

/** Evaluates the key and the input of a saga that an event starts. */
export function applyTrigger(
  { key, input }: Trigger,
  data: JsonValue,
): { readonly key: string; readonly input: JsonValue } | { readonly error: TriggerError } {
  const scope = { input: null, saga: { id: '', key: null }, steps: {}, variables: [data] };
  const named = evaluate(() => key(scope));
  if ('error' in named) return named;
  const text = typeof named.data === 'number' ? String(named.data) : named.data;
  if (typeof text !== 'string' || text === '' || countCodePoints(text) > SAGA_KEY_CHARS_MAX) {
    const message = `the trigger's key must be a text of 1 to ${SAGA_KEY_CHARS_MAX} characters`;
    return { error: { code: 'TRIGGER_KEY_INVALID', message } };
  }
  const mapped = evaluate(() => input(scope));
  return 'error' in mapped ? mapped : { key: text, input: mapped.data };
}

function readEvent(fields: Fields, ownName: JsonValue | undefined): string | null {
  const event = readEventName(fields);
  if (event === null) return null;
  const teller = definitionEmitting(event);
  if (teller === null || teller !== ownName) return event;
  fields.report(
    'event',
    'trigger-cycle',
    'its own sagas publish this event, so each would start another one',
  );
  return null;
}

/** The definition whose sagas emit this life-cycle event; null: it is no life-cycle event. */
export function definitionEmitting(event: string): string | null {
  return LIFE_CYCLE_EVENT.exec(event)?.[1] ?? null;
}
