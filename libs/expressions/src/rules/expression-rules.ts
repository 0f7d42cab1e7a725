import { UNSTORABLE_TEXT, isForbiddenKey, isKeptExactly } from '#protocol';
import { adviceOnCall } from '../advice/foreign-names.js';
import { didYouMean } from '../advice/near-name.js';
import type { ASTNode, Literal, Node } from '../parse/cel-ast.js';
import { shortened } from '../parse/syntax-fault.js';
import { INT_MAX } from '../evaluate/exact-arithmetic.js';
import { FUNCTIONS } from '../evaluate/functions.js';
import { METHODS } from '../evaluate/methods.js';
import { isPlainName, macroOf, type MacroCall } from './macro-call.js';
import { STEP_FIELDS } from '../evaluate/path.js';
import { ROOTS } from './roots.js';
import { explainStep, explainVariable } from './scope-faults.js';
import type { VisibleSteps } from './visible-steps.js';

export interface ExpressionRules {
  readonly visible: VisibleSteps;
  /** It was accepted before: what only later releases refuse is not looked at. */
  readonly isStored: boolean;
  readonly report: ReportRule;
}

/** `rule` is stable: `expression-scope`. `part`: what is wrong; left out: the message says. */
export type ReportRule = (rule: string, message: string, part?: ASTNode) => void;

const SAGA_FIELDS = new Set(['id', 'key']);

interface Walk extends ExpressionRules {
  readonly locals: ReadonlySet<string>;
}

/** Names only what may be named, and calls only what there is. */
export function checkExpression(ast: ASTNode, rules: ExpressionRules): void {
  walk(ast, { ...rules, locals: new Set(rules.visible.variables) });
}

function walk(node: ASTNode, at: Walk): void {
  switch (node.op) {
    case 'value':
      return checkLiteral(node, at);
    case 'id':
      return checkVariable(node, at);
    case '.':
      return checkAccess(node, at);
    case '[]':
      return checkIndex(node.args[0], node.args[1], at);
    case 'call':
      return checkCall(node, at);
    case 'rcall':
      return checkMethod(node, at);
    case 'map':
      checkKeys(node, at);
      return node.args.flat().forEach((each) => walk(each, at));
    case '!_':
    case '-_':
      return walk(node.args, at);
    default:
      return node.args.forEach((each) => walk(each, at));
  }
}

/** One of two members of the same name would be lost. */
function checkKeys(node: Node<'map'>, { isStored, report }: Walk): void {
  const known = new Set<Literal>();
  for (const [key] of node.args) {
    if (key.op !== 'value') continue;
    if (known.has(key.args) && !isStored) {
      const written = key.input.slice(key.start, key.end);
      report('expression-property', `an object has ${written} twice`);
    }
    known.add(key.args);
  }
}

function checkLiteral(node: Node<'value'>, at: Walk): void {
  const { isStored, report } = at;
  const { args: value } = node;
  const text = node.input.slice(node.start, node.end);
  if (typeof value === 'bigint') {
    if (value > INT_MAX) report('expression-type', 'a whole number does not fit into 64 bits');
    else if (String(Number(value)) !== String(value)) reportInexact(text, report);
  } else if (typeof value === 'number') {
    if (!isStored && !isKeptExactly(text)) reportInexact(text, report);
  } else if (typeof value === 'string') {
    if (UNSTORABLE_TEXT.test(value)) {
      report('expression-type', 'a text has U+0000 or a lone surrogate');
    }
  } else if (value !== null && typeof value === 'object') {
    report('expression-type', 'bytes and unsigned numbers are not available: JSON has neither');
  }
}

/** It would be another number in the command that it is meant for. */
function reportInexact(text: string, report: ReportRule): void {
  const number = shortened(text);
  report('expression-type', `a JSON number cannot hold ${number} exactly; write it as a text`);
}

function checkVariable(node: Node<'id'>, { locals, visible, report }: Walk): void {
  const { args: name } = node;
  const isAbsolute = !isPlainName(name);
  if (isAbsolute ? visible.variables?.includes(name.slice(1)) : locals.has(name)) return;
  if (visible.hasSaga !== false && name === 'input') return;
  report('expression-scope', explainVariable(name, [...locals], visible), node);
}

function checkAccess(node: Node<'.'>, at: Walk): void {
  const [receiver, field] = node.args;
  checkPropertyName(field, receiver, at.report);
  if (at.visible.hasSaga === false) return walk(receiver, at);
  if (receiver.op === 'id' && receiver.args === 'saga') {
    const message = 'a saga has only id and key here; its input is "input"';
    if (!SAGA_FIELDS.has(field)) at.report('expression-scope', message, node);
    return;
  }
  if (receiver.op === '.' && isSteps(receiver.args[0])) {
    return checkStep(node, receiver.args[1], at);
  }
  walk(receiver, at);
}

function isSteps(node: ASTNode): boolean {
  return node.op === 'id' && node.args === 'steps';
}

function checkStep(node: Node<'.'>, name: string, { visible, report }: Walk): void {
  const field = node.args[1];
  const fault = explainStep(name, visible);
  if (fault !== null) report('expression-scope', fault, node);
  if (Object.hasOwn(STEP_FIELDS, field)) return;
  const fields = Object.keys(STEP_FIELDS).join(', ');
  const message = `a step has only ${fields} here, not "${field}"`;
  report('expression-scope', `${message}: write steps.${name}.output.${field}`, node);
}

function checkIndex(receiver: ASTNode, index: ASTNode, at: Walk): void {
  if (index.op === 'value' && typeof index.args === 'string') {
    checkPropertyName(index.args, receiver, at.report);
  }
  walk(receiver, at);
  walk(index, at);
}

function checkPropertyName(name: string, receiver: ASTNode, report: ReportRule): void {
  if (!isForbiddenKey(name, propertyOf(receiver))) return;
  report('expression-property', `no JSON that is accepted has a property "${name}" here`);
}

/** The property that a path ends with; null: it ends otherwise. */
function propertyOf(node: ASTNode): string | null {
  if (node.op === '.') return node.args[1];
  if (node.op !== '[]') return null;
  const [, index] = node.args;
  return index.op === 'value' && typeof index.args === 'string' ? index.args : null;
}

function checkCall(node: Node<'call'>, at: Walk): void {
  const [name, args] = node.args;
  if (!FUNCTIONS.has(name) && name !== 'has' && name !== 'coalesce') {
    at.report('expression-function', `there is no function ${name}()${insteadOf(name)}`, node);
  }
  if (name === 'has') checkHas(args, at.report);
  args.forEach((each) => walk(each, at));
}

/** What to write instead of a function or a method that is not there. */
function insteadOf(name: string): string {
  if (METHODS.has(name)) return `: it is a method, write x.${name}(…)`;
  if (FUNCTIONS.has(name)) return `: it is a function, write ${name}(…)`;
  const advice = adviceOnCall(name);
  return advice === null ? didYouMean(name, CALLABLE) : `: ${advice}`;
}

const CALLABLE = [...FUNCTIONS.keys(), ...METHODS.keys(), 'has', 'coalesce'];

/** As in CEL: `has(e.f)`, where `e` is any expression. */
function checkHas(args: readonly ASTNode[], report: ReportRule): void {
  const [asked] = args;
  if (args.length === 1 && asked?.op === '.') return;
  const byName = asked?.op === '[]' ? ': for another name write "a b" in input' : '';
  report('expression-type', `has() asks for a property, as in has(input.gift)${byName}`);
}

function checkMethod(node: Node<'rcall'>, at: Walk): void {
  const macro = macroOf(node, (name) => at.locals.has(name) || ROOTS.has(name));
  if (macro !== null) {
    if ('fault' in macro) return at.report('expression-type', macro.fault);
    return checkMacro(macro, at);
  }
  const [name, receiver, args] = node.args;
  if (!METHODS.has(name)) {
    at.report('expression-function', `there is no method ${name}()${insteadOf(name)}`, node);
  }
  walk(receiver, at);
  args.forEach((each) => walk(each, at));
}

function checkMacro(macro: MacroCall, at: Walk): void {
  walk(macro.range, at);
  const names = macro.variables.map((each) => (each.op === 'id' ? each.args : ''));
  const areNew = names.every((name) => name !== '' && isPlainName(name) && !ROOTS.has(name));
  if (!areNew || new Set(names).size < names.length) {
    const which = names.length === 1 ? 'first argument' : 'first two arguments';
    const what = names.length === 1 ? "is a new variable's name" : 'are names of new variables';
    return at.report('expression-syntax', `the ${which} of ${macro.spelling}() ${what}`);
  }
  const inner = { ...at, locals: new Set([...at.locals, ...names]) };
  for (const body of [macro.predicate, macro.transform]) {
    if (body !== null) walk(body, inner);
  }
}
