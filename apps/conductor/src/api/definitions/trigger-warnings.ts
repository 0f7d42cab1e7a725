import { definitionEmitting, type DefinitionWarning, type SagaDefinition } from '#definition';
import type { DefinitionCatalog } from '#ports';

/** How many definitions are read to check one document; each costs a few queries. */
const LOOKUPS_MAX = 200;

/**
 * Warns about definitions that start each other in a circle through their life-cycle events or the
 * events that they publish, including those of their child sagas: where every round has new keys,
 * the circle never ends. A definition that its own life-cycle events trigger was refused already.
 * @throws StoreUnavailableError
 */
export async function triggerWarnings(
  definition: SagaDefinition,
  catalog: DefinitionCatalog,
): Promise<readonly DefinitionWarning[]> {
  const events = await catalog.triggerEvents();
  if (events.length === 0 && definition.trigger === null) return [];
  const cycle = await new StartWalk(definition, { catalog, events }).findCycle();
  if (cycle === null) return [];
  const message = `these sagas start each other without end: ${cycle.names.join(' → ')}`;
  return [{ path: cycle.path, rule: 'trigger-cycle', message }];
}

/** A definition whose sagas are started, directly or not, by sagas of the first one. */
interface Reached {
  /** The definitions from the first one to this one. */
  readonly names: readonly string[];
  readonly definition: SagaDefinition;
  /** Where the first step of the path is in the document. */
  readonly path: string;
  /** Whether the path has a trigger in it: child sagas alone can nest only five deep. */
  readonly isTriggered: boolean;
}

type Cycle = Pick<Reached, 'names' | 'path'>;
type Step = SagaDefinition['steps'][number];

/** Walks breadth-first from what starts sagas to what is started. */
class StartWalk {
  private readonly seen = new Set<string>();
  private readonly queue: Reached[] = [];

  constructor(
    private readonly first: SagaDefinition,
    private readonly parts: {
      readonly catalog: DefinitionCatalog;
      /** Events that trigger definitions. */
      readonly events: readonly string[];
    },
  ) {
    this.queue.push({ names: [first.name], definition: first, path: '', isTriggered: false });
  }

  async findCycle(): Promise<Cycle | null> {
    for (let count = 0; count < LOOKUPS_MAX; count++) {
      const from = this.queue.shift();
      if (from === undefined) return null;
      if (emits(from.definition, this.first.trigger?.event)) {
        return { names: [...from.names, this.first.name], path: '/trigger/event' };
      }
      const cycle = (await this.followChildren(from)) ?? (await this.followTriggers(from));
      if (cycle !== null) return cycle;
    }
    return null;
  }

  private async followChildren(from: Reached): Promise<Cycle | null> {
    for (const [index, step] of from.definition.steps.entries()) {
      const child = childOf(step);
      if (child === null) continue;
      const { definition: name, version } = child;
      const path = from.names.length === 1 ? `/steps/${index}/saga` : from.path;
      if (name !== this.first.name) {
        await this.reach({ ...from, names: [...from.names, name], path }, version);
      } else if (from.isTriggered) {
        return { names: [...from.names, name], path };
      }
    }
    return null;
  }

  /** The posted version's trigger replaces that of the stored version with the same name. */
  private async followTriggers(from: Reached): Promise<null> {
    const { catalog, events } = this.parts;
    for (const event of events) {
      if (!emits(from.definition, event)) continue;
      for (const { name, version, isRetired } of await catalog.triggeredBy(event)) {
        if (isRetired || name === this.first.name) continue;
        await this.reach({ ...from, names: [...from.names, name], isTriggered: true }, version);
      }
    }
    return null;
  }

  private async reach(to: Reached, version: number | null): Promise<void> {
    const { catalog } = this.parts;
    const name = to.names.at(-1) ?? '';
    const which = `${name}@${version}/${to.isTriggered}`;
    if (this.seen.has(which)) return;
    this.seen.add(which);
    const resolution = await catalog.resolve(name, version);
    const isFound = resolution.type === 'found';
    const definition = isFound ? await catalog.load(name, resolution.version) : null;
    if (definition !== null) this.queue.push({ ...to, definition });
  }
}

/** The event is one of the life of its sagas, or one that they publish. */
function emits({ name, steps }: SagaDefinition, event: string | undefined): boolean {
  if (event === undefined) return false;
  if (definitionEmitting(event) === name) return true;
  return steps.some((step) => {
    return step.type === 'publish' && [step.event, step.compensation?.event].includes(event);
  });
}

function childOf(step: Step) {
  return step.type === 'command' ? step.child : null;
}
