import { formatFilter, parseFilter } from '#filters';

/** The filter as it is always written: what means the same is the same text. */
export function canonicalFilter(text: string): string {
  const { filter } = parseFilter(text);
  return filter === null ? text : formatFilter(filter);
}

/**
 * The filter with what somebody typed: `name=value`, or a text to be found. It takes the place of
 * what had its name. Nothing but space adds nothing.
 */
export function withTyped(text: string, typed: string): string {
  const trimmed = typed.trim();
  if (trimmed === '') return text;
  const end = trimmed.indexOf('=');
  const name = end === -1 ? 'q' : trimmed.slice(0, end).trim();
  const added = `${encodeURIComponent(name)}=${encodeURIComponent(trimmed.slice(end + 1).trim())}`;
  const others = text.split('&').filter((each) => each !== '' && each.split('=', 1)[0] !== name);
  return [...others, added].join('&');
}
