import { dump } from 'js-yaml';
import { statusText, type Look } from './look.js';
import { gridText, harmless, oneLine, plainText } from './table.js';

/** What an object says, a line for each member; what is nested stands below its name as YAML. */
export function factsText(value: unknown, look: Look): string {
  if (typeof value !== 'object' || value === null) return harmless(plainText(value));
  if (Array.isArray(value)) return yamlText(value);
  const entries = Object.entries(value);
  // an answer that is a list under a name, and empty
  if (entries.length === 1 && Array.isArray(entries[0]?.[1]) && entries[0][1].length === 0) {
    return look.paint('dim', 'nothing');
  }
  const flat = entries.filter(([, each]) => isFlat(each));
  const nested = entries.filter(([, each]) => !isFlat(each));
  const rows = flat.map(([name, each]) => [
    look.paint('dim', name),
    name === 'status' ? statusText(String(each), look) : oneLine(plainText(each)),
  ]);
  const below = nested.map(
    ([name, each]) => `${look.paint('dim', name)}\n${indented(yamlText(each))}`,
  );
  return [...(rows.length === 0 ? [] : [gridText(rows)]), ...below].join('\n');
}

export function yamlText(value: unknown): string {
  return dump(value, { lineWidth: -1, noRefs: true }).trimEnd();
}

export function indented(text: string, by = '  '): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : `${by}${line}`))
    .join('\n');
}

function isFlat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (!Array.isArray(value)) return Object.keys(value).length === 0;
  return value.every((each) => typeof each !== 'object' || each === null);
}
