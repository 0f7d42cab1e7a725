import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Page } from '#database';
import { ApiError } from './api-error.js';

/** The list that a caller asked for. */
export interface ListQuestion {
  /** The name of the list. A cursor of one list is not valid for another. */
  readonly kind: string;
  /** The query as it arrived: its filters, and maybe `limit` and `cursor`. */
  readonly filter?: object;
}

/** This many characters of base64url are 96 bits, too many to guess. */
const SIGNATURE_CHARS = 16;

/**
 * Marks where the next page starts. Cursors are opaque to callers, and signed: a caller returns one
 * unchanged, for the same list and filter; anything else is refused. So no query ever runs on a
 * value that we did not issue ourselves.
 */
export class Cursors {
  constructor(private readonly secret: string) {}

  issue(question: ListQuestion, parts: readonly string[]): string {
    const content = Buffer.from(JSON.stringify(parts)).toString('base64url');
    return `${content}.${this.sign(question, content)}`;
  }

  /** The parts of the cursor, one for each pattern. @throws ApiError CURSOR_INVALID */
  read(question: ListQuestion, cursor: string, patterns: readonly RegExp[]): readonly string[] {
    const [content = '', signature = '', ...more] = cursor.split('.');
    const isOurs = more.length === 0 && isSame(signature, this.sign(question, content));
    const parts = isOurs ? partsIn(content) : [];
    const fits =
      parts.length === patterns.length &&
      patterns.every((pattern, index) => pattern.test(parts[index] ?? ''));
    if (fits) return parts;
    const detail = 'Use the value of next as it was given, with the same filter, or none.';
    throw new ApiError('CURSOR_INVALID', detail);
  }

  private sign({ kind, filter = {} }: ListQuestion, content: string): string {
    const question = JSON.stringify([kind, filterDigest(filter), content]);
    const signature = createHmac('sha256', this.secret).update(question).digest('base64url');
    return signature.slice(0, SIGNATURE_CHARS);
  }
}

/** Pages may have different lengths; everything else is part of the question. */
function filterDigest(filter: object): string {
  const asked = Object.entries(filter)
    .filter(([name, value]) => name !== 'cursor' && name !== 'limit' && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url');
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Decodes a cursor whose signature is valid, so its format is ours. */
function partsIn(content: string): readonly string[] {
  return JSON.parse(Buffer.from(content, 'base64url').toString('utf8')) as readonly string[];
}

export interface PageView<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

interface PageForms<Row, Item> {
  readonly toItem: (row: Row) => Item;
  readonly toCursor: (last: Row) => string;
}

/** Makes a page out of `limit + 1` rows: the extra row shows that there is another page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  forms: PageForms<Row, Item>,
): PageView<Item> {
  return toSizedPage({ rows: rows.slice(0, limit), hasMore: rows.length > limit }, forms);
}

/** A page that may be shorter than its limit although more follow. */
export function toSizedPage<Row, Item>(
  { rows, hasMore }: Page<Row>,
  { toItem, toCursor }: PageForms<Row, Item>,
): PageView<Item> {
  const last = rows.at(-1);
  return { items: rows.map(toItem), next: hasMore && last !== undefined ? toCursor(last) : null };
}

export const UUID_PATTERN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** With microseconds, as the database returns it. */
export const INSTANT_PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;
