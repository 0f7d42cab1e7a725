import { Environment, type ParseError, type ASTNode } from '@marcbachmann/cel-js';

export type { ASTNode };

/** Deeper expressions are not written by people. */
const NESTING_MAX = 32;

/** The library only parses: types and values are ours (docs/decisions/0021, 0059). */
const parser = new Environment({ limits: { maxDepth: NESTING_MAX } });

export type Parsed =
  { readonly ok: true; readonly ast: ASTNode } | { readonly ok: false; readonly message: string };

/** Parses one expression, given without `${` and `}`. Never throws. */
export function parseCel(source: string): Parsed {
  try {
    return { ok: true, ast: parser.parse(source).ast };
  } catch (error) {
    return { ok: false, message: summaryOf(error as ParseError) };
  }
}

export function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part;
}

/** Its message draws the source below; one line is enough here. */
function summaryOf({ message }: ParseError): string {
  const [line = 'not valid'] = message.split('\n');
  // the library names what it made of the number, not the number
  if (/^Invalid number\b.*Infinity/.test(line)) {
    return 'a number is larger than a JSON number can be; write it as a text';
  }
  return line;
}
