import { type ASTNode, isNode } from '../parse/cel-ast.js';

/** The paths that an expression checks before it uses them. */
export interface Guards {
  /** Sources of paths, as `input.gift` in `has(input.gift)`. */
  readonly paths: ReadonlySet<string>;
  /** There is a `coalesce()`; what it stands in for is not followed up. */
  readonly hasCoalesce: boolean;
}

export const NO_GUARDS: Guards = { paths: new Set(), hasCoalesce: false };

export function guardsOf(ast: ASTNode): Guards {
  const paths = new Set<string>();
  let hasCoalesce = false;
  const open: ASTNode[] = [ast];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.op === 'call') {
      const [name, [path]] = node.args;
      if (name === 'coalesce') hasCoalesce = true;
      if (name === 'has' && path !== undefined) addPath(path, paths);
    } else if (node.op === '==' || node.op === '!=') {
      // `steps.x.output != null` asks for it
      for (const side of node.args) if (isOutput(side)) paths.add(sourceOf(side));
    } else if (node.op === '.' && isStep(node.args[0])) {
      // who asks for the status of a step knows what its output is
      if (node.args[1] !== 'output') paths.add(`${sourceOf(node.args[0])}.output`);
    } else if (node.op === 'in') {
      const [key, holder] = node.args;
      if (typeof key.args === 'string') paths.add(`${sourceOf(holder)}.${key.args}`);
    }
    const { args } = node;
    const parts: readonly unknown[] = Array.isArray(args) ? args.flat(2) : [args];
    open.push(...parts.filter(isNode));
  }
  return { paths, hasCoalesce };
}

export function isGuarded(path: string, guards: readonly Guards[]): boolean {
  return guards.some(({ paths, hasCoalesce }) => hasCoalesce || paths.has(path));
}

function isStep(node: ASTNode): boolean {
  return node.op === '.' && node.args[0].op === 'id' && node.args[0].args === 'steps';
}

function isOutput(node: ASTNode): boolean {
  return node.op === '.' && node.args[1] === 'output' && isStep(node.args[0]);
}

/** Without spaces, so that it can be compared. */
export function sourceOf({ input, start, end }: ASTNode): string {
  return input.slice(start, end).replaceAll(/\s+/g, '');
}

/** Who asks for `input.gift.text` has asked for `input.gift`. */
function addPath(path: ASTNode, paths: Set<string>): void {
  for (let node = path; node.op === '.' || node.op === '[]'; [node] = node.args) {
    paths.add(sourceOf(node));
  }
}
