/** A piece of a text: as it stands, or an expression's source without `${` and `}`. */
export type TemplatePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'expression'; readonly source: string };

/** The text is not a template: an expression in it has no end. */
export class TemplateError extends Error {
  readonly code = 'TEMPLATE_INVALID';

  constructor(
    message: string,
    /** Where what has no end begins, in code units from 0. */
    readonly at: number,
  ) {
    super(message);
  }
}

/**
 * Splits a text at its expressions. `$${` stands for `${` as it is written. Braces within an
 * expression (maps) and in its string literals do not end it; literals and comments are read as
 * the CEL parser reads them. Takes time linear in the text.
 *
 * @throws TemplateError when an expression does not end.
 */
export function splitTemplate(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let literal = '';
  let at = 0;
  for (let next = text.indexOf('${'); next !== -1; next = text.indexOf('${', at)) {
    if (text[next - 1] === '$' && next > at) {
      literal += `${text.slice(at, next - 1)}\${`;
      at = next + 2;
      continue;
    }
    literal += text.slice(at, next);
    if (literal !== '') parts.push({ type: 'text', text: literal });
    literal = '';
    const end = findEnd(text, next + 2);
    parts.push({ type: 'expression', source: text.slice(next + 2, end) });
    at = end + 1;
  }
  literal += text.slice(at);
  if (literal !== '' || parts.length === 0) parts.push({ type: 'text', text: literal });
  return parts;
}

/** Index of the `}` that closes the expression which begins at `from`. */
function findEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '"' || char === "'") at = endOfLiteral(text, at);
    else if (char === '/' && text[at + 1] === '/') at = endOfLine(text, at);
    else if (char === '{') depth++;
    else if (char === '}' && depth-- === 0) return at;
  }
  const cure = 'write it where the expression ends, as in ${input.city}';
  throw new TemplateError(`an expression has no closing "}": ${cure}`, from - 2);
}

/** `r"\"`: a backslash in it escapes nothing. */
const RAW_PREFIX = /(?:^|[^_a-zA-Z0-9])[bB]?[rR]$/;

/** Index of the last character of a string literal, which may have three quotes on each side. */
function endOfLiteral(text: string, from: number): number {
  const quote = text[from] ?? '';
  const isRaw = RAW_PREFIX.test(text.slice(Math.max(from - 3, 0), from));
  const delimiter = text.startsWith(quote.repeat(3), from) ? quote.repeat(3) : quote;
  for (let at = from + delimiter.length; at < text.length; at++) {
    if (text[at] === '\\' && !isRaw) at++;
    else if (text.startsWith(delimiter, at)) return at + delimiter.length - 1;
  }
  throw new TemplateError('a text in an expression has no closing quote', from);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
