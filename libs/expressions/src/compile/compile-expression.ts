import { type ASTNode, type BinaryOperator, isNode, type Node } from '../parse/cel-ast.js';
import { type CelValue, type Evaluate, type Frame, typeNameOf } from '../evaluate/cel-value.js';
import { EvaluationFault } from '../evaluate/evaluation-fault.js';
import { ROOTS } from '../rules/roots.js';
import { isPlainName, type MacroCall, macroOf } from '../rules/macro-call.js';
import { MapBuilder } from '../evaluate/lookup-table.js';
import { FUNCTIONS, given } from '../evaluate/functions.js';
import { absorb, compileMacro } from '../evaluate/macros.js';
import { METHODS } from '../evaluate/methods.js';
import { calculate, compare, isEqual, isMember, negate } from '../evaluate/operators.js';
import { splitPath } from '../evaluate/path.js';
import { peekIndex, peekProperty, readIndex, readProperty } from '../evaluate/property.js';

/** Names of the macro variables around a node; a variable's slot is its position. */
type Locals = readonly string[];
type Peek = (frame: Frame) => CelValue | undefined;

/**
 * Compiles a checked expression to closures. Ours rather than the library's evaluator, because
 * each evaluation is metered: an input of 256 KiB may hold 100,000 items, and one macro in another
 * would look 10,000,000,000 times (docs/decisions/0021).
 */
export function compileExpression(ast: ASTNode, locals: Locals = []): Evaluate {
  const inner = (node: ASTNode): Evaluate => compileExpression(node, locals);
  switch (ast.op) {
    case 'value':
      return constant(ast.args);
    case 'id':
      return variable(ast.args, locals);
    case '.':
      return compilePath(ast, locals);
    case '[]':
      return compileIndex(ast, locals);
    case 'list': {
      const items = ast.args.map(inner);
      return (frame) => items.map((item) => item(frame));
    }
    case 'map':
      return compileMap(ast, locals);
    case 'call':
      return compileCall(ast, locals);
    case 'rcall':
      return compileMethod(ast, locals);
    case '?:': {
      const [condition, yes, no] = ast.args;
      const [isTrue, left, right] = [inner(condition), inner(yes), inner(no)];
      return (frame) => (truthOf(isTrue(frame)) ? left(frame) : right(frame));
    }
    case '&&':
      return compileLogic(ast, locals, false);
    case '||':
      return compileLogic(ast, locals, true);
    case '!_': {
      const operand = inner(ast.args);
      return (frame) => !truthOf(operand(frame));
    }
    case '-_': {
      const operand = inner(ast.args);
      return (frame) => negate(operand(frame));
    }
    default:
      return compileBinary(ast.op, inner(ast.args[0]), inner(ast.args[1]));
  }
}

/** How much a round of a macro costs. */
function countNodes(node: ASTNode): number {
  const { args } = node;
  const parts: readonly unknown[] = Array.isArray(args) ? args.flat(2) : [args];
  return parts.reduce((sum: number, part) => sum + (isNode(part) ? countNodes(part) : 0), 1);
}

function constant(value: Node<'value'>['args']): Evaluate {
  if (value !== null && typeof value === 'object') {
    throw new Error('only JSON literals pass checkExpression');
  }
  return () => value;
}

function variable(name: string, locals: Locals): Evaluate {
  // the variables of the place come first: `.line` is none of a macro
  const slot = isPlainName(name) ? locals.lastIndexOf(name) : locals.indexOf(name.slice(1));
  if (slot !== -1) return ({ locals: values }) => given(values[slot]);
  if (name === 'input') return ({ scope }) => scope.input;
  throw new Error(`${name} does not pass checkExpression`);
}

/** `input.gift.text`, `steps.ship.output.id`: one function for the whole path. */
function compilePath(ast: Node<'.'>, locals: Locals): Evaluate {
  const { root, keys, source, ...path } = splitPath(ast);
  const start = path.start ?? compileExpression(root, locals);
  const paths = keys.map((_, index) => [source, ...keys.slice(0, index + 1)].join('.'));
  return (frame) => {
    let value = start(frame);
    for (let at = 0; at < keys.length; at++) {
      value = readProperty(value, keys[at] ?? '', paths[at] ?? '');
    }
    return value;
  };
}

function compileIndex(ast: Node<'[]'>, locals: Locals): Evaluate {
  const [receiver, index] = ast.args.map((each) => compileExpression(each, locals));
  const source = ast.input.slice(ast.start, ast.end);
  return (frame) => readIndex(run(receiver, frame), run(index, frame), source);
}

/** As the node's own function, but undefined where the end of a path is missing. */
function compilePeek(ast: ASTNode, locals: Locals): Peek {
  if (ast.op === '[]') {
    const [receiver, index] = ast.args;
    const [holder, position] = [compilePeek(receiver, locals), compileExpression(index, locals)];
    const source = ast.input.slice(ast.start, ast.end);
    return (frame) => {
      const value = holder(frame);
      return value === undefined ? undefined : peekIndex(value, position(frame), source);
    };
  }
  if (ast.op !== '.') return compileExpression(ast, locals);
  const { root, keys, ...path } = splitPath(ast);
  const start = path.start ?? compilePeek(root, locals);
  return (frame) => {
    let value = start(frame);
    for (let at = 0; at < keys.length && value !== undefined; at++) {
      value = peekProperty(value, keys[at] ?? '');
    }
    return value;
  };
}

function compileMap(ast: Node<'map'>, locals: Locals): Evaluate {
  const entries = ast.args.map(
    ([key, value]) => [compileExpression(key, locals), compileExpression(value, locals)] as const,
  );
  return (frame) => {
    const builder = new MapBuilder<CelValue>();
    frame.meter.spend(4 * entries.length);
    for (const [key, value] of entries) builder.add(key(frame), value(frame));
    return builder.build();
  };
}

function compileCall(ast: Node<'call'>, locals: Locals): Evaluate {
  const [name, argNodes] = ast.args;
  if (name === 'has') {
    const [path] = argNodes.map((each) => compilePeek(each, locals));
    return (frame) => path?.(frame) !== undefined;
  }
  if (name === 'coalesce') return compileCoalesce(argNodes, locals);
  const args = argNodes.map((each) => compileExpression(each, locals));
  const call = FUNCTIONS.get(name);
  if (call === undefined) throw new Error(`${name}() does not pass checkExpression`);
  return (frame) => {
    frame.meter.spend(1);
    return call(
      args.map((arg) => arg(frame)),
      frame.meter,
    );
  };
}

/** The first of two that is there and not null; null: neither is. */
function compileCoalesce(args: readonly ASTNode[], locals: Locals): Evaluate {
  const peeks = args.map((each) => compilePeek(each, locals));
  return (frame) => {
    for (const peek of peeks) {
      const value = orNull(peek, frame);
      if (value !== null) return value;
    }
    return null;
  };
}

function orNull(peek: Peek, frame: Frame): CelValue {
  try {
    return peek(frame) ?? null;
  } catch (error) {
    const fault = absorb(error, frame.meter);
    if (fault.reason === 'missing') return null;
    throw fault;
  }
}

function compileMethod(ast: Node<'rcall'>, locals: Locals): Evaluate {
  const macro = macroOf(ast, (name) => locals.includes(name) || ROOTS.has(name));
  if (macro !== null) {
    if ('fault' in macro) throw new Error(`${macro.fault}: does not pass checkExpression`);
    return compileComprehension(macro, locals);
  }
  const [name, receiver, rest] = ast.args;
  const call = METHODS.get(name);
  if (call === undefined) throw new Error(`${name}() does not pass checkExpression`);
  const args = [receiver, ...rest].map((each) => compileExpression(each, locals));
  return (frame) => {
    frame.meter.spend(1);
    return call(
      args.map((arg) => arg(frame)),
      frame.meter,
    );
  };
}

function compileComprehension(macro: MacroCall, locals: Locals): Evaluate {
  const names = macro.variables.map((each) => (each.op === 'id' ? each.args : ''));
  const inner = [...locals, ...names];
  const { predicate, transform } = macro;
  return compileMacro({
    name: macro.name,
    spelling: macro.spelling,
    range: compileExpression(macro.range, locals),
    slot: locals.length,
    isPaired: names.length === 2,
    predicate: predicate && compileExpression(predicate, inner),
    transform: transform && compileExpression(transform, inner),
    roundSteps: [predicate, transform].reduce(
      (sum, body) => sum + (body ? countNodes(body) : 0),
      1,
    ),
  });
}

/** As in CEL: the side that decides wins, also when the other one has no value. */
function compileLogic(ast: Node<'&&' | '||'>, locals: Locals, decisive: boolean): Evaluate {
  const [left, right] = ast.args.map((each) => compileExpression(each, locals));
  return (frame) => {
    let absorbed: EvaluationFault | null = null;
    try {
      if (truthOf(run(left, frame)) === decisive) return decisive;
    } catch (error) {
      absorbed = absorb(error, frame.meter);
    }
    if (truthOf(run(right, frame)) === decisive) return decisive;
    if (absorbed !== null) throw absorbed;
    return !decisive;
  };
}

function compileBinary(op: BinaryOperator, left: Evaluate, right: Evaluate): Evaluate {
  switch (op) {
    case '==':
      return (frame) => isEqual(left(frame), right(frame), frame.meter);
    case '!=':
      return (frame) => !isEqual(left(frame), right(frame), frame.meter);
    case 'in':
      return (frame) => isMember(left(frame), right(frame), frame.meter);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return (frame) => compare(op, left(frame), right(frame), frame.meter);
    default:
      return (frame) => calculate(op, left(frame), right(frame), frame.meter);
  }
}

function run(evaluate: Evaluate | undefined, frame: Frame): CelValue {
  if (evaluate === undefined) throw new Error('an operand is missing');
  return evaluate(frame);
}

function truthOf(value: CelValue): boolean {
  if (typeof value === 'boolean') return value;
  throw new EvaluationFault('value', `needs true or false and got ${typeNameOf(value)}`);
}
