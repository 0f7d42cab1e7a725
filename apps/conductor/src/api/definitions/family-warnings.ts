import {
  CHILD_DEPTH_MAX,
  ITEMS_MAX,
  type DefinitionWarning,
  type SagaDefinition,
} from '#definition';
import type { DefinitionCatalog } from '#ports';

/**
 * Warns when the descendants of a definition's saga could exceed the limit for one family, assuming
 * that every `forEach` is as long as it may be. @throws StoreUnavailableError
 */
export async function familyWarnings(
  definition: SagaDefinition,
  catalog: DefinitionCatalog,
  sagasMax: number,
): Promise<readonly DefinitionWarning[]> {
  const counted = new Map<string, number>();
  const warnings: DefinitionWarning[] = [];
  for (const [index, step] of definition.steps.entries()) {
    const count = await childrenOf(step, { catalog, counted, depth: 1 });
    if (count <= sagasMax) continue;
    const message =
      `${step.name} may start ${count} child sagas with those of its children, and a root saga ` +
      `has ${sagasMax} descendants at most: further ones are refused (BUDGET_EXCEEDED)`;
    warnings.push({ path: `/steps/${index}/saga`, rule: 'family-budget', message });
  }
  return warnings;
}

interface Walk {
  readonly catalog: DefinitionCatalog;
  /** The largest number of descendants, by definition. */
  readonly counted: Map<string, number>;
  readonly depth: number;
}

async function childrenOf(step: SagaDefinition['steps'][number], walk: Walk): Promise<number> {
  if (step.type !== 'command' || step.child === null || walk.depth > CHILD_DEPTH_MAX) return 0;
  const { definition, version } = step.child;
  return timesOf(step.loop) * (1 + (await descendantsOf(definition, version, walk)));
}

async function descendantsOf(name: string, version: number | null, walk: Walk): Promise<number> {
  const which = `${name}@${version}/${walk.depth}`;
  const known = walk.counted.get(which);
  if (known !== undefined) return known;
  const resolution = await walk.catalog.resolve(name, version);
  const isFound = resolution.type === 'found';
  const definition = isFound ? await walk.catalog.load(name, resolution.version) : null;
  let count = 0;
  for (const step of definition?.steps ?? []) {
    count += await childrenOf(step, { ...walk, depth: walk.depth + 1 });
  }
  walk.counted.set(which, count);
  return count;
}

type Loop = Extract<SagaDefinition['steps'][number], { type: 'command' }>['loop'];

function timesOf(loop: Loop): number {
  if (loop === null) return 1;
  return loop.type === 'forEach' ? ITEMS_MAX : loop.maxIterations;
}
