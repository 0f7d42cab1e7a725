import {
  CHILD_DEPTH_MAX,
  type CommandStep,
  type DefinitionFault,
  type SagaDefinition,
} from '#definition';

/** Where other definitions are looked up: what is stored, or files. */
export interface ChildCatalog {
  /** The version asked for; null: the latest one that accepts sagas. Any type but `found`: none. */
  resolve(
    name: string,
    version: number | null,
  ): Promise<{ readonly type: 'found'; readonly version: number } | { readonly type: string }>;
  load(name: string, version: number): Promise<SagaDefinition | null>;
}

/** How many other definitions may be read to check one; each costs one or two queries. */
const LOOKUPS_MAX = 500;

type ChildStep = CommandStep & { readonly child: NonNullable<CommandStep['child']> };

/**
 * Checks the rules about child sagas that depend on other definitions: the child exists, accepts
 * sagas, can be undone where it must be, and is not an ancestor of its own parent.
 * @throws what the catalog throws
 */
export async function checkChildren(
  definition: SagaDefinition,
  catalog: ChildCatalog,
): Promise<readonly DefinitionFault[]> {
  const walk = new ChildWalk(definition.name, catalog);
  const faults: DefinitionFault[] = [];
  for (const [index, step] of definition.steps.entries()) {
    if (!hasChild(step)) continue;
    const path = `/steps/${index}/saga`;
    const fault = await walk.check(step);
    if (fault !== null) faults.push({ path, ...fault });
  }
  return faults;
}

type Fault = Omit<DefinitionFault, 'path'>;

class ChildWalk {
  private readonly depths = new Map<string, number>();
  /** Definitions by name and version; null: there is none, or it accepts no sagas. */
  private readonly loaded = new Map<string, SagaDefinition | null>();

  constructor(
    private readonly root: string,
    private readonly catalog: ChildCatalog,
  ) {}

  async check(step: ChildStep): Promise<Fault | null> {
    const { definition: name, version } = step.child;
    const which = version === null ? name : `${name}@${version}`;
    if (name === this.root && version === null) return cycle([name]);
    const child = await this.load(step.child);
    if (child === 'too-many') return TOO_MANY;
    if (child === null) {
      const message = `there is no definition ${which} that accepts new sagas`;
      return { rule: 'child-definition', message: `${message}: post the child first` };
    }
    if (step.kind === 'compensatable' && child.pivot !== null) {
      const message = `${which} has a pivot and cannot be undone: the step cannot be compensatable`;
      return { rule: 'child-pivot', message };
    }
    const below = await this.depthBelow(child, [name]);
    if (typeof below !== 'number') return below;
    if (below + 1 <= CHILD_DEPTH_MAX) return null;
    const message = `child sagas are ${below + 1} deep from here, ${CHILD_DEPTH_MAX} are allowed`;
    return { rule: 'child-depth', message };
  }

  /** How many levels of children are below the definition, or the violation found there. */
  private async depthBelow(
    definition: SagaDefinition,
    path: readonly string[],
  ): Promise<number | Fault> {
    const key = `${definition.name}@${definition.version}`;
    const known = this.depths.get(key);
    if (known !== undefined) return known;
    let depth = 0;
    for (const step of definition.steps.filter(hasChild)) {
      const { definition: name, version } = step.child;
      const isCycle = version === null && (name === this.root || path.includes(name));
      if (isCycle) return cycle([...path, name]);
      if (path.length > CHILD_DEPTH_MAX) return path.length;
      const child = await this.load(step.child);
      if (child === 'too-many') return TOO_MANY;
      // posting that definition already reported it, or the child has been retired since
      if (child === null) continue;
      const below = await this.depthBelow(child, [...path, name]);
      if (typeof below !== 'number') return below;
      depth = Math.max(depth, below + 1);
    }
    this.depths.set(key, depth);
    return depth;
  }

  private async load({
    definition: name,
    version,
  }: ChildStep['child']): Promise<SagaDefinition | 'too-many' | null> {
    const which = `${name}@${version}`;
    const known = this.loaded.get(which);
    if (known !== undefined) return known;
    if (this.loaded.size === LOOKUPS_MAX) return 'too-many';
    const resolution = await this.catalog.resolve(name, version);
    const child =
      'version' in resolution ? await this.catalog.load(name, resolution.version) : null;
    this.loaded.set(which, child);
    return child;
  }
}

const TOO_MANY: Fault = {
  rule: 'child-limit',
  message: `with its children's children it names more than ${LOOKUPS_MAX} definitions`,
};

function hasChild(step: SagaDefinition['steps'][number]): step is ChildStep {
  return step.type === 'command' && step.child !== null;
}

function cycle(path: readonly string[]): Fault {
  const message = `it would be its own child: ${path.join(' → ')}`;
  return { rule: 'child-cycle', message };
}
