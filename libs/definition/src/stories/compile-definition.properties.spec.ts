import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import type { JsonObject, JsonValue } from '#protocol';
import { compileDefinition } from '../compile/compile-definition.js';
import { compile, document, faultsOf, step } from './document.fixture.js';

/** Steps with any `after`, forward and backward, and none. */
const anySteps = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.array(fc.option(fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { maxLength: 4 })), {
    minLength: count,
    maxLength: count,
  }),
);

describe('Compiling a definition', () => {
  it('answers any JSON with a definition or with faults', () => {
    const field = fc.constantFrom(
      ...['name', 'steps', 'inputSchema', 'defaults', 'output', 'deadline', 'command', 'after'],
      ...['compensation', 'retry', 'when', 'kind', 'timeout', 'input', '$ref', 'properties'],
    );
    const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<JsonValue>,
        fc.constantFrom('a', 'shop.a', '${input.a}', '${', '5s', 'none', 'pivot', '#/$defs/a'),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(field, tie('tree'), { maxKeys: 6 }),
      ),
    }));
    const near = fc
      .tuple(tree, tree, tree)
      .map(([a, b, inputSchema]) => document({ steps: [step('a'), a, b], inputSchema }));
    assertProperty(
      fc.property(fc.oneof(tree, near), (posted) => {
        const result = compileDefinition(posted, 1);
        if (result.ok) return;
        expect(result.faults.length).toBeGreaterThan(0);
        for (const { path, rule, message } of result.faults) {
          expect(isPointerInto(posted, path)).toBe(true);
          expect(rule).toMatch(/^[a-z]+(-[a-z]+)*$/);
          expect(message).not.toBe('');
        }
      }),
      { runs: 500 },
    );
  });

  it('accepts exactly the graphs without cycles, and closes them transitively', () => {
    assertProperty(
      fc.property(anySteps, (edges) => {
        const steps = edges.map((after, at) =>
          step(`s${at}`, after === null ? {} : { after: after.map((each) => `s${each}`) }),
        );
        const posted = document({ steps });
        const reachable = reach(edges);
        const isCyclic = reachable.some((set, at) => set.has(at));
        expect(faultsOf(posted).length > 0).toBe(isCyclic);
        if (isCyclic) return;
        const { steps: compiled } = compile(posted);
        expect(compiled.map(({ dependents }) => new Set(dependents))).toEqual(
          compiled.map(
            (_, at) =>
              new Set(compiled.filter((__, of) => reachable[of]?.has(at)).map(({ name }) => name)),
          ),
        );
      }),
      { runs: 300 },
    );
  });
});

/** Brute force: all steps each step waits for. */
function reach(edges: readonly (readonly number[] | null)[]): readonly ReadonlySet<number>[] {
  const direct = edges.map((after, at) => after ?? (at === 0 ? [] : [at - 1]));
  return direct.map((_, at) => {
    const seen = new Set<number>();
    const open = [...(direct[at] ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(direct[next] ?? []));
    }
    return seen;
  });
}

/** The place exists, or its parent does and the fault is that it is missing. */
function isPointerInto(value: JsonValue, path: string): boolean {
  const keys = path.split('/').slice(1);
  const names = keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  let at: JsonValue | undefined = value;
  for (const name of names) {
    if (typeof at !== 'object' || at === null) return false;
    at = Object.hasOwn(at, name) ? (at as JsonObject)[name] : undefined;
  }
  return true;
}
