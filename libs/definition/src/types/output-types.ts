import { type JsonValue, isObject } from '#protocol';
import { typeOfSchema, listOf, NULL, unionOf, UNKNOWN, type ValueType } from '#expressions';
import { schemaFaults } from '../input-schema/schema-faults.js';
import type { FaultList } from '../model/definition-fault.js';
import type { StepDocument } from '../read/step-document.js';

/** JSON Schemas of what commands give, by command. */
export type OutputSchemas = ReadonlyMap<string, JsonValue>;

/** What the steps of a definition give, as far as it is declared, and which of it is used. */
export class OutputTypes {
  private readonly stepByName: ReadonlyMap<string, StepDocument>;
  private readonly typeByCommand = new Map<string, ValueType>();
  private readonly typeByStep = new Map<string, ValueType>();
  private readonly used = new Set<string>();

  constructor(
    private readonly steps: readonly StepDocument[],
    private readonly schemas: OutputSchemas,
  ) {
    this.stepByName = new Map(
      steps.flatMap((step) => (step.name === null ? [] : [[step.name, step] as const])),
    );
  }

  /** For an expression that names the step's output. */
  readonly use = (name: string): ValueType => {
    this.used.add(name);
    const known = this.typeByStep.get(name);
    if (known !== undefined) return known;
    const step = this.stepByName.get(name);
    const type = step === undefined ? UNKNOWN : this.typeOfStep(step);
    this.typeByStep.set(name, type);
    return type;
  };

  /** Some expression names its output. */
  readonly isUsed = (name: string): boolean => this.used.has(name);

  /**
   * Warns of questions whose answer nobody reads: there is nothing to undo, the command declares
   * that it gives something, and no expression names it. What has something to undo is sent for
   * its effect, and what declares nothing may be but a message.
   */
  reportUnused(warn: FaultList['add']): void {
    for (const { name, path, action, kind, compensation } of this.steps) {
      if (action?.type !== 'command' || action.command === null || name === null) continue;
      if (kind !== 'compensatable' || compensation !== 'none' || this.used.has(name)) continue;
      if (!givesSomething(this.schemas.get(action.command))) continue;
      const message = `${name} has nothing to undo, and no expression uses its output`;
      const cure = 'use what it gives, or leave the step out';
      warn(path, 'unused-output', `${message}: ${cure}`);
    }
  }

  /** For the expression that ends a `repeat`. */
  useOnce(step: StepDocument): ValueType {
    if (step.name !== null) this.used.add(step.name);
    return this.typeOfExchange(step);
  }

  private typeOfStep(step: StepDocument): ValueType {
    const type = this.typeOfExchange(step);
    const isList = step.loop?.type === 'repeat' ? step.loop.collects : step.loop !== null;
    if (type === UNKNOWN || !isList) return type;
    return unionOf([listOf(() => type), NULL]);
  }

  /**
   * What one iteration gives. null besides what is declared: a `when` or an operator may have
   * skipped it.
   */
  private typeOfExchange({ action }: StepDocument): ValueType {
    if (action?.type === 'wait') return typeOfPayload(action.payloadSchema);
    const command = action?.type === 'command' ? action.command : null;
    const schema = command === null ? undefined : this.schemas.get(command);
    if (command === null || schema === undefined) return UNKNOWN;
    const known = this.typeByCommand.get(command);
    if (known !== undefined) return known;
    const type = unionOf([typeOfSchema(schema), NULL]);
    this.typeByCommand.set(command, type);
    return type;
  }
}

/** null besides: the timeout, or an operator, may end the wait without a signal. */
function typeOfPayload(schema: JsonValue | undefined): ValueType {
  // what is wrong with the schema is reported where the step is compiled
  if (schema === undefined || schemaFaults(schema).length > 0) return UNKNOWN;
  return unionOf([typeOfSchema(schema), NULL]);
}

function givesSomething(schema: JsonValue | undefined): boolean {
  const properties = schema !== undefined && isObject(schema) ? schema['properties'] : undefined;
  return properties !== undefined && isObject(properties) && Object.keys(properties).length > 0;
}
