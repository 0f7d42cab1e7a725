/** Numbered from 1. Whatever else is an integer in the API counts or measures: from 0. */
const FROM_ONE = new Set(['version', 'latest', 'latestVersion', 'fromVersion', 'toVersion']);

/**
 * Gives every integer that says none its least value, by the name of its field. Fields are many,
 * and generated clients would take -1 of each.
 */
export function withLeastValues<Document>(document: Document): Document {
  return bounded(document, '') as Document;
}

function bounded(node: unknown, field: string): unknown {
  if (Array.isArray(node)) return node.map((each) => bounded(each, field));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([name, value]) => {
    if (name === 'example' || name === 'examples' || name === 'default') return [name, value];
    return [name, name === 'properties' ? eachOf(value as object) : bounded(value, field)];
  });
  const copy = Object.fromEntries(entries) as Record<string, unknown>;
  if (copy['type'] !== 'integer' || 'minimum' in copy) return copy;
  return { ...copy, minimum: FROM_ONE.has(field) ? 1 : 0 };
}

function eachOf(properties: object): object {
  const entries = Object.entries(properties).map(([name, schema]) => [name, bounded(schema, name)]);
  return Object.fromEntries(entries) as object;
}
