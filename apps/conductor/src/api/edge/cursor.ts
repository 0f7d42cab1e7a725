import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Page } from '#database';
import { ApiError } from './api-error.js';
import { limitOf, type PageQuery } from './page-query.js';

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

  /** Opens a list at the cursor of a query; its cursors have a part for each pattern. */
  open(kind: string, query: PageQuery, patterns: readonly RegExp[]): ListPage {
    return new ListPage(this, { kind, filter: query }, { query, patterns });
  }

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
  /** What the next page begins after. */
  readonly toParts: (last: Row) => readonly string[];
}

/** One page of a list: after what it begins, and its answer. */
export class ListPage {
  /** The parts of the caller's cursor; null: it is the first page. */
  readonly parts: readonly string[] | null;
  readonly limit: number;

  constructor(
    private readonly cursors: Cursors,
    private readonly question: ListQuestion,
    { query, patterns }: { readonly query: PageQuery; readonly patterns: readonly RegExp[] },
  ) {
    this.limit = limitOf(query);
    this.parts = query.cursor ? cursors.read(question, query.cursor, patterns) : null;
  }

  /** The only part of the caller's cursor. */
  get after(): string | null {
    return this.parts?.[0] ?? null;
  }

  /** The answer from `limit + 1` rows: the extra row shows that there is another page. */
  ofRows<Row, Item>(rows: readonly Row[], forms: PageForms<Row, Item>): PageView<Item> {
    const { limit } = this;
    return this.of({ rows: rows.slice(0, limit), hasMore: rows.length > limit }, forms);
  }

  /** The answer from a page that may be shorter than its limit although more follow. */
  of<Row, Item>({ rows, hasMore }: Page<Row>, forms: PageForms<Row, Item>): PageView<Item> {
    const last = hasMore ? rows.at(-1) : undefined;
    const next = last === undefined ? null : this.cursors.issue(this.question, forms.toParts(last));
    return { items: rows.map(forms.toItem), next };
  }
}

/** With microseconds, as the database returns it. */
export const INSTANT_PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;
