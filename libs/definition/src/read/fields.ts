import {
  isList,
  isObject,
  pointerTo,
  type JsonObject,
  type JsonValue,
  parseDuration,
} from '#protocol';
import type { Place } from '../language/field.js';
import { explainChoice } from '../advice/choices.js';
import { explainDuration } from '../advice/durations.js';
import { explainField } from '../advice/foreign-fields.js';
import { writeForm } from '../advice/forms.js';
import { type FaultList } from '../model/definition-fault.js';

/** The fields of one object of a document: reads them, and reports what is wrong with them. */
export class Fields {
  constructor(
    private readonly members: JsonObject,
    readonly path: string,
    private readonly faults: FaultList,
  ) {}

  has(name: string): boolean {
    return Object.hasOwn(this.members, name);
  }

  /** undefined: left out. */
  get(name: string): JsonValue | undefined {
    return this.has(name) ? this.members[name] : undefined;
  }

  pathOf(name: string): string {
    return pointerTo(this.path, name);
  }

  report(name: string, rule: string, message: string): void {
    this.faults.add(this.pathOf(name), rule, message);
  }

  /** For a rule that is younger than stored documents: these may go on breaking it. */
  reportUnlessStored(name: string, rule: string, message: string): boolean {
    if (!this.faults.isStored) this.report(name, rule, message);
    return !this.faults.isStored;
  }

  /** Everything that the place does not have is unknown. */
  refuseOthers({ fields }: Place): void {
    const known = Object.keys(fields);
    for (const name of Object.keys(this.members)) {
      if (known.includes(name)) continue;
      const message = explainField(name, this.members[name] ?? null, known);
      this.report(name, 'unknown-field', message);
    }
  }

  /** Reports a required field that is left out. */
  require(name: string): boolean {
    if (this.has(name)) return true;
    const message = `"${name}" is required${writeForm(name, null)}`;
    this.faults.add(this.pathOf(name), 'required', message);
    return false;
  }

  /** undefined: left out, or reported. */
  text(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined || typeof value === 'string') return value;
    this.reportType(name, 'a text', value);
    return undefined;
  }

  private reportType(name: string, needed: string, value: JsonValue): void {
    this.report(name, 'type', `must be ${needed}${writeForm(name, value)}`);
  }

  /** In ms. */
  duration(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const ms = parseDuration(text);
    if (ms !== null) return ms;
    this.report(name, 'duration', explainDuration(text));
    return undefined;
  }

  /** A duration in ms, or a template as it is written, which gives one or an instant. */
  period(name: string): number | string | undefined {
    const value = this.get(name);
    return typeof value === 'string' && value.includes('${') ? value : this.duration(name);
  }

  number(name: string, range: NumberRange): number | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    const { min, max, isInteger } = range;
    if (typeof value !== 'number') {
      this.reportType(name, 'a number', value);
    } else if (value < min || value > max || (isInteger && !Number.isInteger(value))) {
      const kind = isInteger ? 'a whole number' : 'a number';
      const nearest = Math.min(Math.max(isInteger ? Math.round(value) : value, min), max);
      const message = `must be ${kind} from ${min} to ${max}: write ${nearest}`;
      this.report(name, 'range', message);
    } else {
      return value;
    }
    return undefined;
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const choice = choices.find((each) => each === text);
    if (choice === undefined) this.report(name, 'choice', explainChoice(name, text, choices));
    return choice;
  }

  flag(name: string): boolean | undefined {
    const value = this.get(name);
    if (value === undefined || typeof value === 'boolean') return value;
    this.report(name, 'type', 'must be true or false');
    return undefined;
  }

  list(name: string): readonly JsonValue[] | undefined {
    const value = this.get(name);
    if (value === undefined || isList(value)) return value;
    this.reportType(name, 'a list', value);
    return undefined;
  }

  object(name: string): Fields | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    return readFields(value, this.pathOf(name), this.faults, writeForm(name, value));
  }
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly isInteger: boolean;
}

/** undefined: it is not an object, and that is reported. */
export function readFields(
  value: JsonValue,
  path: string,
  faults: FaultList,
  /** How it is written, for the message: `: write { … }`. */
  form: string,
): Fields | undefined {
  if (isObject(value)) return new Fields(value, path, faults);
  faults.add(path, 'type', `must be an object${form}`);
  return undefined;
}
