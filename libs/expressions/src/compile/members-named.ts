import { type ASTNode, isNode } from '../parse/cel-ast.js';
import { parseCel } from '../parse/parse-cel.js';
import { splitTemplate, TemplateError } from './template.js';

export interface MembersNamed {
  /** In the order in which they are named first. */
  readonly names: readonly string[];
  /** The variable is also used as a whole, or with a key that only its evaluation gives. */
  readonly isWhole: boolean;
}

/**
 * Finds which members of a variable a template reads: `stop` in `${signals.stop != null}`, or in
 * `${signals["stop"] != null}`. What cannot be parsed names none.
 */
export function membersNamed(template: string, variable: string): MembersNamed {
  const names = new Set<string>();
  let isWhole = false;
  const open = expressionsIn(template);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const member = memberOf(node, variable);
    if (member !== null) names.add(member);
    else if (isVariable(node, variable)) isWhole = true;
    else open.push(...partsOf(node));
  }
  return { names: [...names], isWhole };
}

function expressionsIn(template: string): ASTNode[] {
  try {
    return splitTemplate(template).flatMap((part) => {
      const parsed = part.type === 'expression' ? parseCel(part.source) : null;
      return parsed?.ok ? [parsed.ast] : [];
    });
  } catch (error) {
    if (error instanceof TemplateError) return [];
    throw error;
  }
}

function isVariable({ op, args }: ASTNode, variable: string): boolean {
  return op === 'id' && (args === variable || args === `.${variable}`);
}

function memberOf(node: ASTNode, variable: string): string | null {
  if (node.op !== '.' && node.op !== '[]') return null;
  const [holder, key] = node.args;
  if (!isVariable(holder, variable)) return null;
  if (typeof key === 'string') return key;
  return key.op === 'value' && typeof key.args === 'string' ? key.args : null;
}

function partsOf({ args }: ASTNode): readonly ASTNode[] {
  const parts: readonly unknown[] = Array.isArray(args) ? args.flat(2) : [args];
  return parts.filter(isNode);
}
