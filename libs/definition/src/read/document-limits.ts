import { type FaultList } from '../model/definition-fault.js';
import { JSON_DEPTH_MAX, UNSTORABLE_TEXT, isForbiddenKey, pointerTo } from '#protocol';

/** A definition's JSON text, in bytes of UTF-8. */
export const DEFINITION_BYTES_MAX = 256 * 1024;
/** More values than this do not fit into the bytes allowed: two characters each. */
const VALUES_MAX = DEFINITION_BYTES_MAX / 2;

/** A value on the way through the document; where it stands is only written out for a fault. */
interface Visit {
  readonly value: unknown;
  readonly key: string;
  readonly parent: Visit | null;
  readonly depth: number;
}

/**
 * Looks through the whole document before anything else does: it is JSON, not too deep, not too
 * large, without keys that reach prototypes. Not recursive: the depth is not known yet.
 * False: what was found makes it unsafe to go on.
 */
export function checkDocumentLimits(document: unknown, faults: FaultList): boolean {
  const open: Visit[] = [{ value: document, key: '', parent: null, depth: 0 }];
  let values = 1;
  let isSafe = true;
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    if (visit.depth > JSON_DEPTH_MAX) {
      faults.add('', 'definition-depth', `at most ${JSON_DEPTH_MAX} levels may be nested`);
      return false;
    }
    isSafe = checkValue(visit, faults) && isSafe;
    if (!isContainer(visit.value)) continue;
    const keys = Object.keys(visit.value);
    values += keys.length;
    if (values > VALUES_MAX) return reportSize(faults);
    pushChildren(visit, keys, open);
  }
  if (!isSafe) return false;
  const bytes = new TextEncoder().encode(JSON.stringify(document)).length;
  return bytes <= DEFINITION_BYTES_MAX || reportSize(faults);
}

function reportSize(faults: FaultList): false {
  faults.add('', 'definition-size', `a definition may have at most ${DEFINITION_BYTES_MAX} bytes`);
  return false;
}

function checkValue(visit: Visit, faults: FaultList): boolean {
  const { value } = visit;
  if (typeof value === 'string') return checkText(value, visit, faults);
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return true;
  if (isContainer(value)) {
    return Array.isArray(value) || Object.keys(value).every((key) => checkKey(key, visit, faults));
  }
  faults.add(pathOf(visit), 'not-json', 'is not a JSON value');
  return false;
}

function checkKey(key: string, visit: Visit, faults: FaultList): boolean {
  if (!isForbiddenKey(key, visit.key)) return checkText(key, visit, faults);
  faults.add(pathOf(visit), 'forbidden-key', `may not have a property named "${key}" here`);
  return false;
}

function checkText(text: string, visit: Visit, faults: FaultList): boolean {
  if (!UNSTORABLE_TEXT.test(text)) return true;
  faults.add(
    pathOf(visit),
    'unstorable-text',
    'has U+0000 or a lone surrogate, which the database cannot store',
  );
  return false;
}

function isContainer(value: unknown): value is object {
  if (value === null || typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

/** Last one first, since the visits are taken from the end. */
function pushChildren(parent: Visit, keys: readonly string[], open: Visit[]): void {
  const members = parent.value as Readonly<Record<string, unknown>>;
  for (let at = keys.length - 1; at >= 0; at--) {
    const key = keys[at] ?? '';
    open.push({ value: members[key], key, parent, depth: parent.depth + 1 });
  }
}

function pathOf(visit: Visit): string {
  const keys: string[] = [];
  for (let at = visit; at.parent !== null; at = at.parent) keys.unshift(at.key);
  return pointerTo('', ...keys);
}
