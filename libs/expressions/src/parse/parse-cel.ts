import type { ASTNode } from './cel-ast.js';
import { Parser } from './parser.js';
import { SyntaxFault } from './syntax-fault.js';

export type Parsed =
  | { readonly ok: true; readonly ast: ASTNode }
  /** `at`: where, in code units from 0. */
  | { readonly ok: false; readonly message: string; readonly at: number };

/** Parses one expression, given without `${` and `}`. Never throws. */
export function parseCel(source: string): Parsed {
  try {
    return { ok: true, ast: new Parser(source).parse() };
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    return { ok: false, message: error.message, at: error.at };
  }
}
