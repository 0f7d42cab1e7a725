import { compileInputCheck, schemaFaults, type InputFault } from '#definition';
import type { OperatorAction, SagaState } from '#engine';
import type { BulkWork, ParticipantStore } from '#persistence';
import type { DefinitionSource } from '#ports';
import type { JsonValue } from '#protocol';
import { mergePatch } from './merge-patch.js';

/** What is done to each saga of a bulk: as on one saga, or a retry with one edit for all. */
export type BulkAction = NonNullable<Awaited<ReturnType<BulkWork['claim']>>>['action'];

/** The action on one saga, or why there is none. */
export type ActionOnSaga =
  | { readonly action: OperatorAction; readonly expectedVersion?: number }
  | { readonly code: string; readonly detail: string };

type Check = (input: JsonValue) => readonly InputFault[];

/** A schema is asked for again after this time: a participant may describe itself anew. */
const KEPT_MS = 10_000;

/**
 * Turns the one edit of a bulk into the input of each saga's stuck step: what it sent, with the
 * patch, if that fits the schema with which the participant described its command.
 */
export class EditedRetries {
  private readonly checks = new Map<string, { readonly check: Check; readonly until: number }>();

  constructor(
    private readonly definitions: DefinitionSource,
    private readonly commands: Pick<ParticipantStore, 'describe'>,
  ) {}

  /** An action without an edit is as it is. @throws see `readRows` */
  async on(state: SagaState, bulk: BulkAction): Promise<ActionOnSaga> {
    if (!('patch' in bulk)) return { action: bulk };
    const { version: expectedVersion } = state;
    const { patch, ...retry } = bulk;
    const stuck = Object.keys(state.steps).filter(
      (name) => state.steps[name]?.status === 'stuck' && (retry.step ?? name) === name,
    );
    const [step] = stuck;
    // why it cannot be retried, or not be edited, is said as for one saga
    if (step === undefined) return { action: retry, expectedVersion };
    const input = mergePatch(state.steps[step]?.data ?? null, patch);
    const action: OperatorAction = { ...retry, input };
    if (stuck.length > 1) return { action, expectedVersion };
    const [fault] = (await this.checkOf(state, step))(input);
    if (fault === undefined) return { action, expectedVersion };
    const detail = `with the edit, ${fault.path || 'the input'} ${fault.message}`;
    return { code: 'INPUT_INVALID', detail };
  }

  private async checkOf(state: SagaState, stepName: string): Promise<Check> {
    const { name, version } = state.definition;
    const definition = await this.definitions.load(name, version);
    const step = definition?.stepByName.get(stepName);
    // a child saga checks its own input
    if (step?.type !== 'command' || step.child !== null) return () => [];
    const { command } = step;
    const known = this.checks.get(command);
    if (known !== undefined && known.until > performance.now()) return known.check;
    const { commands } = await this.commands.describe([command]);
    const schema = commands.find((each) => each.command === command)?.inputSchema;
    const isUsable = schema !== undefined && schemaFaults(schema).length === 0;
    const check = isUsable ? compileInputCheck(schema) : () => [];
    this.checks.delete(command);
    this.checks.set(command, { check, until: performance.now() + KEPT_MS });
    for (const old of [...this.checks.keys()].slice(0, -CHECKS_MAX)) this.checks.delete(old);
    return check;
  }
}

const CHECKS_MAX = 100;
