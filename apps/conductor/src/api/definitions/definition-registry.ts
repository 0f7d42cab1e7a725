import { createHash } from 'node:crypto';
import type { CommandDescription } from '#contracts';
import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#protocol';
import {
  compileDefinition,
  type CompileOptions,
  type DefinitionFault,
  type DefinitionWarning,
  type SagaDefinition,
} from '#definition';
import { checkChildren } from '#children';
import type { DefinitionChange, DefinitionStore, ParticipantStore } from '#persistence';
import type { DefinitionCatalog } from '#ports';
import type { MarkedDefinitions } from '../masking/marked-definitions.js';
import type { EngineHost } from '../../workers/engine-host.js';
import { requestFault } from '../edge/api-error.js';
import type { ParticipantQueues } from '../participants/participant-queues.js';
import { catalogOf } from './seen-catalog.js';
import { familyWarnings } from './family-warnings.js';
import { triggerWarnings } from './trigger-warnings.js';
import {
  commandsOf,
  participantsOf,
  participantWarnings,
  undeclaredWarnings,
} from './participant-warnings.js';

/**
 * A placeholder: the version is assigned when the document is stored, and no rule depends on it.
 */
const ANY_VERSION = 1;

export type CheckedDefinition =
  | {
      readonly ok: true;
      readonly definition: SagaDefinition;
      /** Commands that were not checked, because their schemas are not known. */
      readonly unread: readonly string[];
    }
  | { readonly ok: false; readonly faults: readonly DefinitionFault[] };

export interface PostedDefinition {
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly isNew: boolean;
  /** The version that starts use instead; null: none. Left out: they use this one. */
  readonly latest?: number | null;
  /** What `validate` warns of, too. Left out: nothing. */
  readonly warnings?: readonly DefinitionWarning[];
}

/** Checks and stores definitions: each by itself, and against the other definitions. */
export class DefinitionRegistry {
  constructor(
    private readonly parts: {
      readonly store: DefinitionStore;
      readonly catalog: DefinitionCatalog;
      readonly engine: EngineHost;
      readonly participants: ParticipantStore;
      readonly queues: ParticipantQueues;
      readonly marked: Pick<MarkedDefinitions, 'reload'>;
      /** How many descendants a root saga may have. */
      readonly familySagasMax: number;
    },
  ) {}

  /**
   * Checks a document and stores nothing. Other definitions are there only where they are `seen`;
   * null: all are. @throws StoreUnavailableError
   */
  async check(
    document: JsonValue,
    seen: readonly string[] | null = null,
  ): Promise<CheckedDefinition> {
    const { commands, unread } = await this.parts.participants.describe(commandsIn(document));
    const result = compileDefinition(document, ANY_VERSION, declaredSchemas(commands));
    if (!result.ok) return result;
    const { definition } = result;
    const faults = await checkChildren(definition, catalogOf(this.parts.catalog, seen));
    return faults.length === 0 ? { ok: true, definition, unread } : { ok: false, faults };
  }

  /** Warnings about a valid definition, given what is known now. @throws StoreUnavailableError */
  async warningsOf(
    { definition, unread }: Extract<CheckedDefinition, { ok: true }>,
    seen: readonly string[] | null = null,
  ): Promise<readonly DefinitionWarning[]> {
    const [commands, queues] = await Promise.all([
      this.parts.participants.known(commandsOf(definition)),
      this.parts.queues.inspect(participantsOf(definition)),
    ]);
    const { familySagasMax } = this.parts;
    const catalog = catalogOf(this.parts.catalog, seen);
    return [
      ...definition.warnings,
      ...unreadWarnings(unread),
      ...participantWarnings(definition, { commands, queues }),
      ...(await triggerWarnings(definition, catalog)),
      ...(await familyWarnings(definition, catalog, familySagasMax)),
    ];
  }

  /** Whether posting it changes nothing. @throws StoreUnavailableError */
  async isStored(document: JsonValue): Promise<boolean> {
    const { name } = membersOf(document);
    if (typeof name !== 'string') return false;
    return (await this.parts.store.versionOfHash(name, hashOf(document))) !== null;
  }

  /**
   * A document that is already stored is never refused: a participant may have changed since, or a
   * child may have been retired. @throws ApiError, StoreUnavailableError
   */
  async post(document: JsonValue, by: DefinitionChange): Promise<PostedDefinition> {
    const hash = hashOf(document);
    return (await this.postedBefore(document, hash)) ?? this.postNew(document, { hash, by });
  }

  private async postedBefore(document: JsonValue, hash: string): Promise<PostedDefinition | null> {
    const { name } = membersOf(document);
    if (typeof name !== 'string') return null;
    const version = await this.parts.store.versionOfHash(name, hash);
    if (version === null) return null;
    const definition = await this.parts.catalog.load(name, version);
    if (definition) await this.parts.engine.listenTo(eventsOf(definition));
    const undeclared = definition ? await this.declareQueues(definition) : [];
    const { warnings, ...inForce } = await this.inForce(name, version);
    const found = [...(warnings ?? []), ...undeclared, ...(await this.warningsNow(document))];
    return { name, version, hash, isNew: false, ...inForce, ...unlessEmpty(found) };
  }

  /** What was taken before, and would be refused now, is not warned of either. */
  private async warningsNow(document: JsonValue): Promise<readonly DefinitionWarning[]> {
    const result = await this.check(document);
    return result.ok ? this.warningsOf(result) : [];
  }

  /**
   * Whoever posts an older version again may expect new sagas to use it: this says that they do
   * not.
   */
  private async inForce(
    name: string,
    version: number,
  ): Promise<Pick<PostedDefinition, 'latest' | 'warnings'>> {
    const resolution = await this.parts.catalog.resolve(name, null);
    const latest = resolution.type === 'found' ? resolution.version : null;
    if (latest === version) return {};
    const taken = latest === null ? 'no version: all are retired' : `version ${latest}`;
    const message = `this is version ${version}, and starts take ${taken}`;
    return { latest, warnings: [{ path: '', rule: 'not-in-force', message }] };
  }

  private async postNew(
    document: JsonValue,
    { hash, by }: { readonly hash: string; readonly by: DefinitionChange },
  ): Promise<PostedDefinition> {
    const result = await this.check(document);
    if (!result.ok) throw requestFault('DEFINITION_INVALID', result.faults);
    const { name, trigger, sensitive } = result.definition;
    const triggerEvent = trigger?.event ?? null;
    const text = JSON.stringify(document);
    // read before saving: once it is saved, a failed read must not make the answer an error
    const warnings = await this.warningsOf(result);
    const posted = { name, hash, document: text, triggerEvent, sensitive, by };
    const saved = await this.parts.store.save(posted);
    if (sensitive.length > 0) await this.parts.marked.reload();
    await this.parts.engine.listenTo(eventsOf(result.definition));
    const undeclared = await this.declareQueues(result.definition);
    return { name, ...saved, hash, ...unlessEmpty([...undeclared, ...warnings]) };
  }

  private async declareQueues(definition: SagaDefinition): Promise<readonly DefinitionWarning[]> {
    const refused = await this.parts.engine.declareQueuesOf(participantsOf(definition));
    return undeclaredWarnings(definition, refused);
  }
}

function hashOf(document: JsonValue): string {
  return createHash('sha256').update(canonicalJson(document)).digest('hex');
}

function unlessEmpty(warnings: readonly DefinitionWarning[]): Pick<PostedDefinition, 'warnings'> {
  return warnings.length === 0 ? {} : { warnings };
}

/** Events that start its sagas, or that they wait for. */
function eventsOf({ trigger, steps }: SagaDefinition): readonly string[] {
  const awaited = steps.flatMap((step) => (step.type === 'event' ? [step.event] : []));
  return [...new Set(trigger === null ? awaited : [trigger.event, ...awaited])];
}

type DeclaredSchemas = Pick<CompileOptions, 'inputSchemas' | 'outputSchemas'>;

/** The schemas of the commands' inputs and outputs. */
function declaredSchemas(commands: readonly CommandDescription[]): DeclaredSchemas {
  const schemasOf = (kind: 'inputSchema' | 'outputSchema') =>
    new Map(
      commands.flatMap(({ command, [kind]: schema }) =>
        schema === undefined ? [] : [[command, schema] as const],
      ),
    );
  return { inputSchemas: schemasOf('inputSchema'), outputSchemas: schemasOf('outputSchema') };
}

function unreadWarnings(unread: readonly string[]): readonly DefinitionWarning[] {
  const [first] = unread;
  if (first === undefined) return [];
  const others = unread.length === 1 ? '' : ` and of ${unread.length - 1} more`;
  const message = `its commands have large schemas: those of ${first}${others} were not read`;
  return [{ path: '/steps', rule: 'schemas-too-large', message }];
}

/** The strings found where steps name their commands. The document may be anything. */
function commandsIn(document: JsonValue): readonly string[] {
  const steps = membersOf(document)['steps'];
  if (!Array.isArray(steps)) return [];
  const commands = (steps as readonly JsonValue[]).map((step) => membersOf(step)['command']);
  return commands.filter((command) => typeof command === 'string');
}

function membersOf(value: JsonValue): JsonObject {
  return isObject(value) ? value : {};
}
