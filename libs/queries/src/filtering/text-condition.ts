import type { Parameters } from './parameters.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The search table finds candidate sagas through its index; the sagas' own columns then decide
 * whether they contain the text now.
 */
export function textCondition(text: string, parameters: Parameters): string {
  const pattern = parameters.add(patternOf(text), 'text');
  const found = `select saga_id from saga_search where content ilike ${pattern}`;
  if (!UUID.test(text)) return `id in (${found}) and (${hasText(pattern)})`;
  const id = parameters.add(text, 'uuid');
  return `id in (${found} union all select ${id}) and (id = ${id} or ${hasText(pattern)})`;
}

/** The same by the sagas' own columns alone: where there are few sagas to look at. */
export function ownTextCondition(text: string, parameters: Parameters): string {
  const own = hasText(parameters.add(patternOf(text), 'text'));
  return UUID.test(text) ? `(id = ${parameters.add(text, 'uuid')} or ${own})` : `(${own})`;
}

/** Keys are compared by bytes, so only A to Z have capitals. */
function hasText(pattern: string): string {
  return `key collate "default" ilike ${pattern} or error_message ilike ${pattern}`;
}

function patternOf(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
