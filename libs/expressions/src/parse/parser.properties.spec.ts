import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { type ASTNode, isNode } from './cel-ast.js';
import { parseCel } from './parse-cel.js';

/** An expression as a tree, without where it stands: `['+', 1, ['id', 'a']]`. */
type Tree = readonly [string, ...unknown[]];

/** How tightly an operation binds; an operand that binds less tightly stands in brackets. */
const TIGHTNESS: ReadonlyMap<string, number> = new Map([
  ['?:', 0],
  ['||', 1],
  ['&&', 2],
  ...['==', '!=', '<', '<=', '>', '>=', 'in'].map((op) => [op, 3] as const),
  ...['+', '-'].map((op) => [op, 4] as const),
  ...['*', '/', '%'].map((op) => [op, 5] as const),
  ...['!_', '-_'].map((op) => [op, 6] as const),
]);
const TIGHTEST = 7;

const name = fc.constantFrom('a', 'b', 'inner', 'int', 'r', 'b64', '_x', 'trueish');
const text = fc.constantFrom('', 'a', '"', "'", '\\', '\n', '}', '😀', '`', '\u0007', 'é//');

const { tree } = fc.letrec<{ tree: Tree }>((tie) => {
  const tree = tie('tree');
  const several = fc.array(tree, { maxLength: 3 });
  return {
    tree: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'tree' },
      fc.constantFrom<unknown>(1n, 0n, 2.5, 0.5, true, null).map((each): Tree => ['value', each]),
      text.map((each): Tree => ['value', each]),
      name.map((each): Tree => ['id', each]),
      fc
        .tuple(fc.constantFrom(...[...TIGHTNESS.keys()].slice(1, 15)), tree, tree)
        .filter(([op]) => op !== '!_')
        .map((each): Tree => each),
      fc.tuple(fc.constantFrom('!_', '-_'), tree).map((each): Tree => each),
      fc.tuple(tree, tree, tree).map((each): Tree => ['?:', ...each]),
      fc.tuple(tree, name).map((each): Tree => ['.', ...each]),
      fc.tuple(tree, fc.constantFrom('a-b', 'a/b.c', 'in')).map((each): Tree => ['.', ...each]),
      fc.tuple(tree, tree).map((each): Tree => ['[]', ...each]),
      fc.tuple(name, several).map((each): Tree => ['call', ...each]),
      fc.tuple(name, tree, several).map((each): Tree => ['rcall', ...each]),
      several.map((each): Tree => ['list', ...each]),
      fc.array(fc.tuple(tree, tree), { maxLength: 2 }).map((each): Tree => ['map', ...each]),
    ),
  };
});

/** As source, with something between its parts that says nothing. */
function print(given: Tree, gap: string): string {
  const inner = (each: unknown, atLeast = 0) => {
    const tree = each as Tree;
    const source = print(tree, gap);
    return (TIGHTNESS.get(tree[0]) ?? TIGHTEST) < atLeast ? `(${source})` : source;
  };
  const list = (each: unknown) => (each as readonly Tree[]).map((item) => inner(item)).join(',');
  const [op, ...args] = given;
  const [first, second, third] = args;
  switch (op) {
    case 'value':
      return `${gap}${printLiteral(first)}${gap}`;
    case 'id':
      return `${gap}${String(first)}${gap}`;
    case '.':
      return `${inner(first, TIGHTEST)}.${gap}${printName(String(second))}${gap}`;
    case '[]':
      return `${inner(first, TIGHTEST)}[${inner(second)}]`;
    case 'call':
      return `${String(first)}(${list(second)})`;
    case 'rcall':
      return `${inner(second, TIGHTEST)}.${String(first)}${gap}(${list(third)}${gap})`;
    case 'list':
      return `[${list(args)}]`;
    case 'map': {
      const entries = args as readonly (readonly [Tree, Tree])[];
      return `{${entries.map(([key, value]) => `${inner(key)}:${inner(value)}`).join(',')}}`;
    }
    case '?:':
      return `${inner(first, 1)}?${gap} ${inner(second, 1)}:${inner(third)}`;
    case '!_':
    case '-_':
      return `${op[0] ?? ''}${gap}${inner(first, TIGHTNESS.get(op))}`;
    default: {
      const tightness = TIGHTNESS.get(op) ?? 0;
      return `${inner(first, tightness)} ${op} ${inner(second, tightness + 1)}`;
    }
  }
}

function printLiteral(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function printName(written: string): string {
  return /^[a-z_]\w*$/i.test(written) && written !== 'in' ? written : `\`${written}\``;
}

/** The same shape of what was parsed. */
function treeOf(node: ASTNode): Tree {
  const args: readonly unknown[] = Array.isArray(node.args) ? node.args : [node.args];
  const convert = (each: unknown): unknown =>
    isNode(each) ? treeOf(each) : Array.isArray(each) ? each.map(convert) : each;
  return [node.op, ...args.map(convert)];
}

describe('The parser', () => {
  it('reads back every expression that is written', () => {
    const gaps = fc.constantFrom('', ' ', '\n', ' \t', ' // a } "comment\n');
    assertProperty(
      fc.property(tree, gaps, (given, gap) => {
        const parsed = parseCel(print(given, gap));
        expect(parsed.ok ? treeOf(parsed.ast) : parsed.message).toEqual(given);
      }),
      { runs: 3000 },
    );
  });

  it('knows where each part of it stands', () => {
    assertProperty(
      fc.property(tree, (given) => {
        const source = print(given, '');
        const parsed = parseCel(source);
        if (!parsed.ok) throw new Error(parsed.message);
        const open = [parsed.ast];
        for (let node = open.pop(); node !== undefined; node = open.pop()) {
          const again = parseCel(source.slice(node.start, node.end));
          expect(again.ok && treeOf(again.ast)).toEqual(treeOf(node));
          const { args } = node;
          open.push(...(Array.isArray(args) ? args.flat(2) : [args]).filter(isNode));
        }
      }),
      { runs: 1000 },
    );
  });
});
