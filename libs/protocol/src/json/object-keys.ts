import { isForbiddenKey, WATCHED_KEYS } from './forbidden-keys.js';
import type { JsonTextBounds, JsonTextFault } from './json-text.js';

/** Past so many keys a set is quicker than looking through a list. */
const LISTED_MAX = 24;
const EXCERPT_CHARS = 64;
const BACKSLASH = 0x5c;
/** A key that begins otherwise, or is shorter, is none of the watched ones; escapes are longer. */
const WATCHED_FIRST_BYTES: ReadonlySet<number> = new Set([
  ...WATCHED_KEYS.map((key) => key.charCodeAt(0)),
  BACKSLASH,
]);
const WATCHED_BYTES_MIN = Math.min(...WATCHED_KEYS.map((key) => key.length));

/** An object or an array that is open. */
interface Container {
  readonly isObject: boolean;
  /** The key that it is the value of, where that is a watched one. */
  readonly holder: string | null;
  /** Where its keys begin in the list of all that are open. */
  readonly first: number;
  /** Its keys as texts, once hashes are not enough; then they are in the list no more. */
  names: Set<string> | null;
}

/**
 * The keys of the objects that are open while a JSON text is read. Most keys are never made into a
 * string: a hash tells that a key is none of those before.
 */
export class ObjectKeys {
  /** The next text is a key. */
  isNext = false;
  private readonly containers: Container[] = [];
  private innermost: Container | null = null;
  /** Hashes of the keys of all open objects, innermost last. Entries past `size` are stale. */
  private size = 0;
  private readonly hashes: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private count = 0;
  /** The key before, where it may be a watched one, until its value is over. */
  private lastKey: string | null = null;

  constructor(
    private readonly text: Buffer,
    private readonly bounds: JsonTextBounds,
  ) {}

  get depth(): number {
    return this.containers.length;
  }

  open(isObject: boolean): void {
    this.innermost = { isObject, holder: this.lastKey, first: this.size, names: null };
    this.containers.push(this.innermost);
    this.lastKey = null;
    this.isNext = isObject;
  }

  close(): void {
    const closed = this.containers.pop();
    if (closed !== undefined) this.size = closed.first;
    this.innermost = this.containers.at(-1) ?? null;
    this.isNext = false;
    this.lastKey = null;
  }

  nextMember(): void {
    this.isNext = this.innermost?.isObject ?? false;
    this.lastKey = null;
  }

  /** The key between these positions, without its quotes. */
  add(start: number, end: number): JsonTextFault | null {
    const object = this.innermost;
    this.isNext = false;
    if (object === null) return null;
    const { keysMax = Infinity, keyCharsMax = Infinity } = this.bounds;
    if (++this.count > keysMax) {
      return { reason: 'TOO_MANY_KEYS', detail: `at most ${keysMax} keys are allowed` };
    }
    if (end - start > keyCharsMax && [...this.nameAt(start, end)].length > keyCharsMax) {
      const detail = `a key may have at most ${keyCharsMax} characters`;
      return { reason: 'KEY_TOO_LONG', detail };
    }
    const isListed = object.names === null && this.list(object, start, end);
    const repeated = isListed ? null : this.addName(object, start, end);
    return repeated ?? this.checkPolicy(object, start, end);
  }

  /** False: it may be one of those before, or there are too many to look through. */
  private list({ first }: Container, start: number, end: number): boolean {
    const { hashes, size } = this;
    if (size - first >= LISTED_MAX) return false;
    const hash = this.hashOf(start, end);
    if (hash === null) return false;
    for (let at = first; at < size; at++) if (hashes[at] === hash) return false;
    hashes[size] = hash;
    this.starts[size] = start;
    this.ends[size] = end;
    this.size++;
    return true;
  }

  /** null: it has escapes, and may be spelt in several ways. */
  private hashOf(start: number, end: number): number | null {
    let hash = 0;
    for (let index = start; index < end; index++) {
      const byte = this.text[index] ?? 0;
      if (byte === BACKSLASH) return null;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    return hash;
  }

  private addName(object: Container, start: number, end: number): JsonTextFault | null {
    object.names ??= this.namesOf(object);
    const name = this.nameAt(start, end);
    if (object.names.has(name)) {
      const detail = `the key "${excerptOf(name)}" occurs twice in one object`;
      return { reason: 'DUPLICATE_KEY', detail };
    }
    object.names.add(name);
    return null;
  }

  private namesOf(object: Container): Set<string> {
    const names = new Set<string>();
    for (let at = object.first; at < this.size; at++) {
      names.add(this.nameAt(this.starts[at] ?? 0, this.ends[at] ?? 0));
    }
    this.size = object.first;
    return names;
  }

  private checkPolicy(object: Container, start: number, end: number): JsonTextFault | null {
    if (end - start < WATCHED_BYTES_MIN) return null;
    if (!WATCHED_FIRST_BYTES.has(this.text[start] ?? 0)) return null;
    const name = this.nameAt(start, end);
    if (isForbiddenKey(name, object.holder)) {
      return { reason: 'FORBIDDEN_KEY', detail: `the key "${name}" is not allowed here` };
    }
    this.lastKey = name;
    return null;
  }

  private nameAt(start: number, end: number): string {
    const name = this.text.toString('utf8', start, end);
    if (!name.includes('\\')) return name;
    try {
      return JSON.parse(`"${name}"`) as string;
    } catch {
      return name; // no JSON: the parser will say so
    }
  }
}

function excerptOf(name: string): string {
  const characters = [...name.slice(0, 2 * EXCERPT_CHARS)];
  const isShort = characters.length <= EXCERPT_CHARS;
  return isShort ? name : `${characters.slice(0, EXCERPT_CHARS).join('')}…`;
}
