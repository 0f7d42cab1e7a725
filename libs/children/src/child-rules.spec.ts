import { compileDefinition, type SagaDefinition } from '#definition';
import { checkChildren, type ChildCatalog } from './child-rules.js';

/** A set of definitions with one version each. */
class Catalog implements ChildCatalog {
  private readonly byName: ReadonlyMap<string, SagaDefinition>;

  constructor(definitions: readonly SagaDefinition[]) {
    this.byName = new Map(definitions.map((definition) => [definition.name, definition]));
  }

  resolve(name: string) {
    const isThere = this.byName.has(name);
    return Promise.resolve(isThere ? { type: 'found', version: 1 } : { type: 'unknown' });
  }

  load(name: string): Promise<SagaDefinition | null> {
    return Promise.resolve(this.byName.get(name) ?? null);
  }
}

/** A definition with one step for each child. */
function parent(name: string, children: readonly string[]): SagaDefinition {
  const steps = children.map((definition, at) => ({ name: `s${at}`, saga: { definition } }));
  return compile({ name, steps });
}

function compile(document: object): SagaDefinition {
  const result = compileDefinition(document, 1);
  if (result.ok) return result.definition;
  throw new Error(JSON.stringify(result.faults));
}

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${prefix}-${at}`);
const leaf = (name: string) => compile({ name, steps: [{ name: 'rest', delay: '1s' }] });

describe('Children of children', () => {
  const middle = names('middle', 200);

  it('may be the same ones, however often they are named', async () => {
    const catalog = new Catalog([
      leaf('leaf'),
      ...middle.map((name) => parent(name, ['leaf', 'leaf', 'leaf'])),
    ]);
    expect(await checkChildren(parent('root', middle), catalog)).toEqual([]);
  });

  it('child-limit: more of them than are looked at is what is told, and where', async () => {
    const catalog = new Catalog([
      ...middle.flatMap((name) => names(name, 3).map(leaf)),
      ...middle.map((name) => parent(name, names(name, 3))),
    ]);
    const faults = await checkChildren(parent('root', middle), catalog);
    expect(faults[0]).toMatchObject({ path: '/steps/125/saga', rule: 'child-limit' });
    expect(new Set(faults.map(({ rule }) => rule))).toEqual(new Set(['child-limit']));
  });

  it('child-cycle: a ring below is found, also by each of many ways', async () => {
    const catalog = new Catalog([
      ...middle.map((name) => parent(name, middle.slice(0, 50))),
      leaf('leaf'),
    ]);
    const faults = await checkChildren(parent('root', ['leaf', 'middle-7', 'middle-8']), catalog);
    expect(faults.map(({ path, rule }) => `${rule} ${path}`)).toEqual([
      'child-cycle /steps/1/saga',
      'child-cycle /steps/2/saga',
    ]);
  });
});
