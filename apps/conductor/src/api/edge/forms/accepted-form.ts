/**
 * Whether a caller would rather have plain text than JSON, by its `Accept` header (RFC 9110). JSON
 * is the default, and is given where both are wanted as much.
 */
export function wantsText(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const ranges = accept.slice(0, HEADER_CHARS_MAX).split(',').map(rangeOf);
  const json = qualityOf(ranges, ['application/json', 'application/*', '*/*']);
  return qualityOf(ranges, ['text/plain', 'text/*', '*/*']) > json;
}

const HEADER_CHARS_MAX = 1_000;

interface Range {
  readonly type: string;
  readonly quality: number;
}

function rangeOf(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = weight === undefined ? 1 : Number(weight.slice(2));
  return { type, quality: Number.isFinite(quality) ? quality : 0 };
}

/** By the most precise of the forms that the caller named; 0: it named none. */
function qualityOf(ranges: readonly Range[], forms: readonly string[]): number {
  for (const form of forms) {
    const named = ranges.find(({ type }) => type === form);
    if (named !== undefined) return named.quality;
  }
  return 0;
}
