import type { JsonValue } from '../json.js';
import { typeOfSchema } from '../expressions/types/schema-type.js';
import { listOf, NULL, unionOf, UNKNOWN, type ValueType } from '../expressions/types/value-type.js';
import type { StepDocument } from './step-document.js';

/** JSON Schemas of what commands give, by command. */
export type OutputSchemas = ReadonlyMap<string, JsonValue>;

/** What the steps of a definition give, as far as it is declared. */
export class OutputTypes {
  private readonly stepByName: ReadonlyMap<string, StepDocument>;
  private readonly typeByCommand = new Map<string, ValueType>();
  private readonly typeByStep = new Map<string, ValueType>();

  constructor(
    steps: readonly StepDocument[],
    private readonly schemas: OutputSchemas,
  ) {
    this.stepByName = new Map(
      steps.flatMap((step) => (step.name === null ? [] : [[step.name, step] as const])),
    );
  }

  /** For an expression that names the step's output. */
  readonly use = (name: string): ValueType => {
    const known = this.typeByStep.get(name);
    if (known !== undefined) return known;
    const step = this.stepByName.get(name);
    const type = step === undefined ? UNKNOWN : this.typeOfStep(step);
    this.typeByStep.set(name, type);
    return type;
  };

  private typeOfStep(step: StepDocument): ValueType {
    const type = this.typeOfExchange(step);
    if (type === UNKNOWN || step.loop?.type !== 'forEach') return type;
    return unionOf([listOf(() => type), NULL]);
  }

  /**
   * What one iteration gives, and what a `repeat` is done by. null besides what is declared: a
   * `when` or an operator may have skipped it.
   */
  typeOfExchange({ action }: StepDocument): ValueType {
    const command = action?.does === 'command' ? action.command : null;
    const schema = command === null ? undefined : this.schemas.get(command);
    if (command === null || schema === undefined) return UNKNOWN;
    const known = this.typeByCommand.get(command);
    if (known !== undefined) return known;
    const type = unionOf([typeOfSchema(schema), NULL]);
    this.typeByCommand.set(command, type);
    return type;
  }
}
