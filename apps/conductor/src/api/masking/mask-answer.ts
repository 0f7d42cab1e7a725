import { filterTextIn, formatFilter, parseFilter } from '#filters';
import { isAsSeen, retold } from './own-words.js';

/** Stands for what the caller may not see. */
export const MASKED = '•••';

/** The JSON Pointers that a definition marks as sensitive. */
export type Marks = readonly string[];

/**
 * What any version of a definition marks, for all of its sagas: a saga may have moved from one to
 * another, and what an older one recorded stays in its history. null: none marks anything.
 */
export interface KnownMarks {
  of(name: string): Marks | null;
}

/** What an answer says of a saga whose definition it does not name. */
export const OF_ANY_SAGA: Marks = ['/key', '/input', '/steps/*/output'];

/**
 * Hides in an answer what the definitions of its sagas mark, whatever the answer is about. An
 * object with a `definition` is about a saga of it, with all that is within; so is the answer to a
 * call whose address names a saga.
 *
 * Of such a saga these are hidden where they are marked: its `input`, its `key`, the `output` of a
 * step. What is made from them is hidden whole, as soon as anything is marked: the data of commands
 * and events, the output of the saga, keys of locks, what an operator gave, messages and sentences.
 * Hashes are hidden everywhere: whoever guesses what one was made of sees by it that it is right.
 */
export function maskAnswer(answer: unknown, known: KnownMarks, ofAll: Marks | null): unknown {
  return new Masking(known).visit(answer, { marks: ofAll, place: 'answer' });
}

interface Around {
  /** null: nothing is hidden. */
  readonly marks: Marks | null;
  /** The name of the field that it is in; `answer` at the top. */
  readonly place: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Made from what is marked, so hidden whole. */
const DERIVED = new Set([
  ...['data', 'editedData', 'patch', 'payload', 'item', 'bodyText', 'properties'],
]);
const MESSAGES = new Set(['message', 'detail', 'text']);
/** Lists of keys of locks. */
const LOCK_KEYS = new Set(['keys', 'locksGivenBack']);
/** Within these, `input` and `output` are what an operator or a participant gave. */
const GIVEN = new Set(['request', 'body', 'action', 'outcome', 'before', 'after']);

class Masking {
  constructor(private readonly known: KnownMarks) {}

  visit(value: unknown, around: Around): unknown {
    if (Array.isArray(value)) return value.map((item) => this.visit(item, around));
    if (typeof value !== 'object' || value === null || isAsSeen(value)) return value;
    const marks = this.marksOf(value as Json, around.marks);
    const entries = Object.entries(value).map(([name, field]): [string, unknown] => {
      if (isHash(name, field)) return [name, MASKED];
      if (marks === null) return [name, this.visit(field, { marks, place: name })];
      return [name, this.field(value as Json, name, { marks, place: around.place })];
    });
    return Object.fromEntries(entries);
  }

  private marksOf(about: Json, marks: Marks | null): Marks | null {
    const { definition } = about;
    if (typeof definition === 'string') return this.known.of(definition);
    if (typeof definition === 'object' && definition !== null) {
      const { name } = definition as { name?: unknown };
      return typeof name === 'string' ? this.known.of(name) : marks;
    }
    return marks;
  }

  private field(about: Json, name: string, around: Around & { readonly marks: Marks }): unknown {
    const { marks, place } = around;
    const value = about[name];
    if (value === null || value === undefined) return value;
    const inside = (): unknown => this.visit(value, { marks, place: name });
    if (DERIVED.has(name) || isLockKey(about, name)) return MASKED;
    if (name === 'filter' && typeof value === 'string') return hideInFilter(value);
    if (isMessage(about, name)) {
      return typeof value === 'string' ? (name === 'text' && retold(about)) || MASKED : inside();
    }
    if (name === 'sagaKey') return marks.includes('/key') ? MASKED : value;
    if (name === 'key') return isHiddenKey(about, marks) ? MASKED : value;
    if (LOCK_KEYS.has(name) && Array.isArray(value)) return value.map(() => MASKED);
    if (name === 'input') {
      if (isHistoryEntry(about)) return inside();
      return GIVEN.has(place) ? MASKED : hide(value, pointersUnder('/input', marks));
    }
    if (name === 'output') {
      const step = stepOf(about);
      if (GIVEN.has(place) || step === null) return MASKED;
      return hide(value, pointersOfOutput(step, marks));
    }
    return inside();
  }
}

/** In the audit log each is also over the one before it, so it does not matter whose it is. */
function isHash(name: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return NAME_OF_HASH.test(name) ? HASH.test(value) : ID_BY_HASH.test(value);
}

const NAME_OF_HASH = /(?:hash|sha256)$/i;
const HASH = /^[0-9a-f]{64}$/;
/** Of an event that came without an id. */
const ID_BY_HASH = /^sha256:[0-9a-f]{64}$/;

/** That of a saga stands beside its definition; any other is of a lock or of an awaited event. */
function isHiddenKey({ definition, act }: Json, marks: Marks): boolean {
  // an alert's says what is wrong with what
  if (act !== undefined) return false;
  return definition === undefined || marks.includes('/key');
}

/** Where a saga waits for a lock, its key is a name; where an act was on one, an id. */
function isLockKey({ code, kind }: Json, name: string): boolean {
  return (name === 'name' && code === 'lock') || (name === 'id' && kind === 'lock');
}

/** What it looks for in keys and messages is one. */
function hideInFilter(text: string): string {
  const { filter } = parseFilter(filterTextIn(text));
  if (filter === null) return MASKED;
  const { key, q } = filter;
  return formatFilter({ ...filter, ...(key && { key: MASKED }), ...(q && { q: MASKED }) });
}

/** A group of failures has a message as its `kind`. That a role does not reach is no secret. */
function isMessage({ code, act, fingerprint }: Json, name: string): boolean {
  if (name === 'kind') return fingerprint !== undefined && act === undefined;
  return MESSAGES.has(name) && code !== 'FORBIDDEN';
}

function isHistoryEntry(about: Json): boolean {
  return Array.isArray(about['events']);
}

/** The step whose output it is; null: it is the saga's own. */
function stepOf({ step, name, attempts }: Json): string | null {
  if (typeof step === 'string') return step;
  return typeof name === 'string' && attempts !== undefined ? name : null;
}

/** An iteration's output is an item of its loop's. */
function pointersOfOutput(step: string, marks: Marks): readonly string[] {
  const [, loop = step] = /^(.+)\[\d+\]$/.exec(step) ?? [];
  const own = [loop, '*'].flatMap((name) => pointersUnder(`/steps/${name}/output`, marks));
  return loop === step ? own : own.map((pointer) => pointer.replace(/^\/\*(?=\/|$)/, ''));
}

function pointersUnder(base: string, marks: Marks): readonly string[] {
  return marks
    .filter((pointer) => pointer === base || pointer.startsWith(`${base}/`))
    .map((pointer) => pointer.slice(base.length));
}

/** The value without what the pointers lead to. */
function hide(value: unknown, pointers: readonly string[]): unknown {
  return pointers.reduce(
    (rest, pointer) => hideAt(rest, pointer.split('/').slice(1).map(unescapePart)),
    value,
  );
}

function hideAt(value: unknown, path: readonly string[]): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return MASKED;
  if (Array.isArray(value)) {
    return value.map((item, at) =>
      part === '*' || part === String(at) ? hideAt(item, rest) : (item as unknown),
    );
  }
  // where the saga has something else than the definition expects, all of it may be sensitive
  if (typeof value !== 'object' || value === null) return value === null ? null : MASKED;
  const isMarked = (name: string): boolean => part === name || part === '*';
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      isMarked(name) ? hideAt(field, rest) : (field as unknown),
    ]),
  );
}

function unescapePart(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
