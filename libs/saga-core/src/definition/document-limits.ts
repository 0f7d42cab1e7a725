import { type FaultList, pointerTo } from './definition-fault.js';

/** A definition's JSON text, in bytes of UTF-8. */
export const DEFINITION_BYTES_MAX = 256 * 1024;
/** Objects and arrays within each other. */
export const DEPTH_MAX = 32;
/** More values than this do not fit into the bytes allowed: two characters each. */
const VALUES_MAX = DEFINITION_BYTES_MAX / 2;

/** They reach an object's prototype wherever somebody copies without care. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
]);

/** What Postgres cannot store in `jsonb`: NUL, and half a surrogate pair. */
export const UNSTORABLE_TEXT = /\0|\p{Surrogate}/u;

interface Visit {
  readonly value: unknown;
  readonly path: string;
  readonly depth: number;
}

/**
 * Looks through the whole document before anything else does: it is JSON, not too deep, not too
 * large, without keys that reach prototypes. Not recursive: the depth is not known yet.
 * False: what was found makes it unsafe to go on.
 */
export function checkDocumentLimits(document: unknown, faults: FaultList): boolean {
  const open: Visit[] = [{ value: document, path: '', depth: 0 }];
  let values = 0;
  let isSafe = true;
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    if (++values > VALUES_MAX) return reportSize(faults);
    if (visit.depth > DEPTH_MAX) {
      faults.add('', 'definition-depth', `at most ${DEPTH_MAX} levels may be nested`);
      return false;
    }
    isSafe = checkValue(visit, faults) && isSafe;
    if (isContainer(visit.value)) open.push(...childrenOf(visit.value, visit));
  }
  if (!isSafe) return false;
  const bytes = new TextEncoder().encode(JSON.stringify(document)).length;
  return bytes <= DEFINITION_BYTES_MAX || reportSize(faults);
}

function reportSize(faults: FaultList): false {
  faults.add('', 'definition-size', `a definition has at most ${DEFINITION_BYTES_MAX} bytes`);
  return false;
}

function checkValue({ value, path }: Visit, faults: FaultList): boolean {
  if (typeof value === 'string') return checkText(value, path, faults);
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return true;
  if (isContainer(value)) {
    return Array.isArray(value) || Object.keys(value).every((key) => checkKey(key, path, faults));
  }
  faults.add(path, 'not-json', 'is not a JSON value');
  return false;
}

function checkKey(key: string, path: string, faults: FaultList): boolean {
  if (!FORBIDDEN_KEYS.has(key)) return checkText(key, path, faults);
  faults.add(path, 'forbidden-key', `may not have a property named "${key}"`);
  return false;
}

function checkText(text: string, path: string, faults: FaultList): boolean {
  if (!UNSTORABLE_TEXT.test(text)) return true;
  faults.add(
    path,
    'unstorable-text',
    'has a NUL or half a surrogate pair, which no table can store',
  );
  return false;
}

function isContainer(value: unknown): value is object {
  if (value === null || typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

/** Last one first, since the visits are taken from the end; no more than can be visited. */
function childrenOf(value: object, { path, depth }: Visit): readonly Visit[] {
  const entries = Object.entries(value).slice(0, VALUES_MAX).reverse();
  return entries.map(([key, child]: [string, unknown]) => ({
    value: child,
    path: pointerTo(path, key),
    depth: depth + 1,
  }));
}
