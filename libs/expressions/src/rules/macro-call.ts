import type { ASTNode } from '../parse/cel-ast.js';
import type { MacroName } from '../evaluate/macros.js';

/** A call of a macro, taken apart. */
export interface MacroCall {
  readonly name: MacroName;
  /** As its author spells it, for messages. */
  readonly spelling: string;
  readonly range: ASTNode;
  /** One, or two: position and item of a list, key and value of an object. */
  readonly variables: readonly ASTNode[];
  readonly predicate: ASTNode | null;
  /** What `map` makes of each item. */
  readonly transform: ASTNode | null;
}

/** A macro that is given too much or too little. */
export interface WrongMacroCall {
  readonly fault: string;
}

interface Spelling {
  readonly name: MacroName;
  /** It makes something of each item, and may ask first. */
  readonly hasTransform: boolean;
  readonly variables: 'one or two' | 'two';
}

const CONDITION = { hasTransform: false, variables: 'one or two' } as const;
const PAIRS = { hasTransform: true, variables: 'two' } as const;

const SPELLINGS: ReadonlyMap<string, Spelling> = new Map<string, Spelling>([
  ['all', { name: 'all', ...CONDITION }],
  ['exists', { name: 'exists', ...CONDITION }],
  ['exists_one', { name: 'exists_one', ...CONDITION }],
  ['existsOne', { name: 'exists_one', ...CONDITION }],
  ['filter', { name: 'filter', ...CONDITION }],
  ['map', { name: 'map', hasTransform: true, variables: 'one or two' }],
  ['transformList', { name: 'map', ...PAIRS }],
  ['transformMap', { name: 'map_values', ...PAIRS }],
  ['transformMapEntry', { name: 'map_entries', ...PAIRS }],
]);

/**
 * null: it is no macro. `map` with three arguments has two variables where the second one is a
 * name that means nothing yet: `map(i, x, i + x)`; else it has a condition: `map(x, x > 1, x)`.
 */
export function macroOf(
  node: ASTNode,
  isKnown: (name: string) => boolean,
): MacroCall | WrongMacroCall | null {
  if (node.op !== 'rcall') return null;
  const [written, range, args] = node.args;
  const spelling = SPELLINGS.get(written);
  if (spelling === undefined) return null;
  const count = countVariables(spelling, args, isKnown);
  if (count === null) return { fault: wrongCount(written, spelling, args.length) };
  const bodies = args.slice(count);
  const [first = null, second = null] = bodies;
  const isPlain = spelling.hasTransform && second === null;
  return {
    name: spelling.name,
    spelling: written,
    range,
    variables: args.slice(0, count),
    predicate: isPlain ? null : first,
    transform: isPlain ? first : second,
  };
}

/** null: no form of the macro takes so many arguments. */
function countVariables(
  { hasTransform, variables }: Spelling,
  args: readonly ASTNode[],
  isKnown: (name: string) => boolean,
): 1 | 2 | null {
  const { length } = args;
  if (variables === 'two') return length === 3 || length === 4 ? 2 : null;
  if (!hasTransform) return length === 2 ? 1 : length === 3 ? 2 : null;
  if (length === 3) return isNewName(args, isKnown) ? 2 : 1;
  return length === 2 ? 1 : length === 4 ? 2 : null;
}

function isNewName([first, second]: readonly ASTNode[], isKnown: (name: string) => boolean) {
  if (first?.op !== 'id' || second?.op !== 'id') return false;
  return second.args !== first.args && isPlainName(second.args) && !isKnown(second.args);
}

/** `.line` names a variable of the place, and never a new one. */
export function isPlainName(name: string): boolean {
  return !name.startsWith('.');
}

function wrongCount(written: string, spelling: Spelling, given: number): string {
  const most = spelling.hasTransform ? '4' : '3';
  const least = spelling.variables === 'two' ? '3' : spelling.hasTransform ? '2, 3' : '2';
  return `${written}() takes ${least} or ${most} arguments and is given ${given}`;
}
