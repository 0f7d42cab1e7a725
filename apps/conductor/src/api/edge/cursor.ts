import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
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

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Marks where the next page starts. Cursors are sealed: callers do not learn what is in one, which
 * may be a key that they do not see; and a caller returns one unchanged, for the same list and
 * filter; anything else is refused. So no query ever runs on a value that we did not issue
 * ourselves.
 */
export class Cursors {
  private readonly secret: Buffer;

  constructor(secret: string) {
    this.secret = createHmac('sha256', secret).update('cursors').digest();
  }

  /** Opens a list at the cursor of a query; its cursors have a part for each pattern. */
  open(kind: string, query: PageQuery, patterns: readonly RegExp[]): ListPage {
    return new ListPage(this, { kind, filter: query }, { query, patterns });
  }

  issue(question: ListQuestion, parts: readonly string[]): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.secret, iv).setAAD(asked(question));
    const content = [cipher.update(JSON.stringify(parts)), cipher.final()];
    return Buffer.concat([iv, ...content, cipher.getAuthTag()]).toString('base64url');
  }

  /** The parts of the cursor, one for each pattern. @throws ApiError CURSOR_INVALID */
  read(question: ListQuestion, cursor: string, patterns: readonly RegExp[]): readonly string[] {
    const parts = this.partsIn(question, cursor) ?? [];
    const fits =
      parts.length === patterns.length &&
      patterns.every((pattern, index) => pattern.test(parts[index] ?? ''));
    if (fits) return parts;
    const detail = 'Use the value of next as it was given, with the same filter, or none.';
    throw new ApiError('CURSOR_INVALID', detail);
  }

  /** null: it is not ours, or answers another question. */
  private partsIn(question: ListQuestion, cursor: string): readonly string[] | null {
    const bytes = Buffer.from(cursor, 'base64url');
    // one text for one cursor: the decoder skips what is no base64url
    if (bytes.toString('base64url') !== cursor || bytes.length < IV_BYTES + TAG_BYTES) return null;
    const iv = bytes.subarray(0, IV_BYTES);
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv(CIPHER, this.secret, iv, options)
      .setAAD(asked(question))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const content = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
      const text = Buffer.concat([content, decipher.final()]).toString('utf8');
      return JSON.parse(text) as readonly string[];
    } catch {
      // somebody changed it, which the caller is told
      return null;
    }
  }
}

const CIPHER = 'aes-256-gcm';

/** Pages may have different lengths; everything else is part of the question. */
function asked({ kind, filter = {} }: ListQuestion): Buffer {
  const values = Object.entries(filter)
    .filter(([name, value]) => name !== 'cursor' && name !== 'limit' && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([kind, values]))
    .digest();
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
