import { ApiError } from './api-error.js';

/**
 * Where a page goes on. Opaque to callers: they hand it back as they got it, and anything else is
 * refused. It names its kind of list, so that one list's cursor does not pass at another's.
 */
export function encodeCursor(kind: string, parts: readonly string[]): string {
  return Buffer.from(JSON.stringify([kind, ...parts])).toString('base64url');
}

/** @throws ApiError CURSOR_INVALID */
export function decodeCursor(
  cursor: string,
  kind: string,
  patterns: readonly RegExp[],
): readonly string[] {
  const parts = parse(cursor);
  const isValid =
    parts[0] === kind &&
    parts.length === patterns.length + 1 &&
    patterns.every((pattern, index) => pattern.test(String(parts[index + 1]))) &&
    encodeCursor(kind, parts.slice(1) as string[]) === cursor;
  if (isValid) return parts.slice(1) as string[];
  throw new ApiError('CURSOR_INVALID', 'Use the value of next as it was given, or none.');
}

function parse(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return []; // no cursor of ours: refused by the caller
  }
}

/** One page out of `limit + 1` rows: the extra one says that there is more. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  forms: { readonly toItem: (row: Row) => Item; readonly toCursor: (last: Row) => string },
): { readonly items: readonly Item[]; readonly next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? forms.toCursor(last) : null;
  return { items: shown.map(forms.toItem), next };
}

export const UUID_PATTERN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** With microseconds, as the database gives it. */
export const INSTANT_PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;
