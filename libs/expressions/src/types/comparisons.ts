import { didYouMean } from '../advice/near-name.js';
import type { ASTNode } from '../parse/cel-ast.js';
import { mayMeet } from './operation-types.js';
import { describe, excerptOf, type TypeWalk } from './type-walk.js';
import { KIND, NUMERIC, UNKNOWN, type ValueType } from './value-type.js';

type Pair<Item> = readonly [Item, Item];

const LISTS = /^(?!dimensions$|measures$|measurements$)\w+(?:s|List|list)$/;

/** `input.lines.length > 0`, where the schema says nothing: a list has no property of that name. */
export function warnOfLength(nodes: Pair<ASTNode>, types: Pair<ValueType>, at: TypeWalk): void {
  for (const [side, other] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const [node, literal] = [nodes[side], nodes[other]];
    if (node.op !== '.' || node.args[1] !== 'length' || types[side].kinds !== UNKNOWN.kinds)
      continue;
    const [holder] = node.args;
    const isCount = literal.op === 'value' && (literal.args === 0n || literal.args === 1n);
    if (!isCount || holder.op !== '.' || !LISTS.test(holder.args[1])) continue;
    const message = `${excerptOf(node)} is a property "length", which no list and no text has`;
    at.findings.warn('foreign-expression', `${message}: write size(${excerptOf(holder)})`);
  }
}

/** Values that are never equal make a comparison that always gives the same. */
export function warnOfNeverEqual(
  operator: '==' | '!=' | 'in',
  nodes: Pair<ASTNode>,
  [left, right]: Pair<ValueType>,
  at: TypeWalk,
): void {
  const other = operator === 'in' ? right.items() : right;
  // of a list that is always empty, and of the keys of an object, nothing is said
  if (other.kinds === 0 || (operator === 'in' && right.kinds !== KIND.list)) return;
  if (mayMeet(left, other)) return;
  const sides = explainChoices(nodes, [left, other]) ?? explainKinds(nodes, [left, right]);
  at.findings.warn('never-equal', `"${operator}" never finds these equal: ${sides}`);
}

function explainKinds([one, other]: Pair<ASTNode>, [left, right]: Pair<ValueType>): string {
  const sides = `${describe(one, left)}, and ${describe(other, right)}`;
  const number = numberIn(one, right) ?? numberIn(other, left);
  return number === null ? sides : `${sides}: write ${number} without quotes`;
}

/** `"3"` beside a number. */
function numberIn(node: ASTNode, { kinds }: ValueType): string | null {
  if (node.op !== 'value' || typeof node.args !== 'string' || !(kinds & NUMERIC)) return null;
  return /^-?\d+(?:\.\d+)?$/.test(node.args) ? node.args : null;
}

/** null: their kinds differ already. */
function explainChoices(nodes: Pair<ASTNode>, [left, right]: Pair<ValueType>): string | null {
  const areTexts = (left.kinds & right.kinds & KIND.string) !== 0;
  const areNumbers = (left.kinds & NUMERIC) !== 0 && (right.kinds & NUMERIC) !== 0;
  if (!areTexts && !areNumbers) return null;
  const [these, those] = [choicesOf(left), choicesOf(right)];
  const isLeftWritten =
    isWritten(nodes[0]) || (!isWritten(nodes[1]) && these.length < those.length);
  const [given, choices] = isLeftWritten ? [these, those] : [those, these];
  const [written, named] = isLeftWritten ? nodes : [nodes[1], nodes[0]];
  const shown = choices.slice(0, CHOICES_SHOWN).map((each) => JSON.stringify(each));
  const rest = choices.length > CHOICES_SHOWN ? ', …' : '';
  const [value] = given;
  const texts = choices.filter((each) => typeof each === 'string');
  const cure = given.length === 1 && typeof value === 'string' ? didYouMean(value, texts) : '';
  const none = `and ${excerptOf(written)} is none of them`;
  return `${excerptOf(named)} is one of ${shown.join(', ')}${rest}, ${none}${cure}`;
}

function choicesOf({ kinds, texts, numbers }: ValueType): readonly (string | number)[] {
  const known = [kinds & KIND.string ? texts : undefined, kinds & NUMERIC ? numbers : undefined];
  return known.flatMap((values) => [...(values ?? [])]);
}

/** As it stands in the expression, and not looked up. */
function isWritten(node: ASTNode): boolean {
  return node.op === 'value' || node.op === 'list' || (node.op === '-_' && isWritten(node.args));
}

const CHOICES_SHOWN = 10;
