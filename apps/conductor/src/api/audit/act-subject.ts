import type { Act } from '#persistence';
import { isObject, type JsonObject } from '#protocol';
import type { ActName } from '../edge/access/act-config.js';

const KINDS: Readonly<Record<string, Act['subject']['kind']>> = {
  bulk: 'bulk',
  'dead-message': 'dead-message',
  group: 'group',
  key: 'key',
  session: 'session',
  view: 'view',
  participant: 'participant',
  definition: 'definition',
  alert: 'alert',
  audit: 'audit',
  retention: 'retention',
};
const ID_CHARS_MAX = 512;

/**
 * What an act that is no act on one saga is about, by its name and what was asked for. null: that
 * does not say it.
 */
export function subjectOf(
  name: ActName,
  params: Readonly<Partial<Record<'id' | 'name' | 'fingerprint', string>>>,
  fields: JsonObject,
): Act['subject'] | null {
  if (name === 'pause') return scopeIn(fields);
  const kind = name === 'migrate' ? 'definition' : KINDS[name.slice(name.indexOf('-') + 1)];
  if (kind === undefined) return null;
  const posted = fields['name'] ?? fields['definition'];
  const id = params.id ?? params.fingerprint ?? params.name;
  const named = id ?? (typeof posted === 'string' && posted !== '' ? posted : 'new');
  return { kind, id: named.slice(0, ID_CHARS_MAX) };
}

/** As a pause of more than one saga is recorded when it is made. */
function scopeIn({ scope }: JsonObject): Act['subject'] | null {
  const { participant, definition, step } = isObject(scope) ? scope : {};
  const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';
  if (isName(participant)) return { kind: 'participant', id: participant.slice(0, ID_CHARS_MAX) };
  if (!isName(definition)) return null;
  const id = isName(step) ? `${definition}/${step}` : definition;
  return { kind: isName(step) ? 'step' : 'definition', id: id.slice(0, ID_CHARS_MAX) };
}
