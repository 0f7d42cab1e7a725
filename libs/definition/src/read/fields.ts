import {
  isList,
  isObject,
  pointerTo,
  type JsonObject,
  type JsonValue,
  DURATION_MAX_MS,
  parseDuration,
} from '#protocol';
import type { Place } from '../language/field.js';
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

  /** Everything that the place does not have is unknown. */
  refuseOthers({ fields }: Place): void {
    const known = Object.keys(fields);
    for (const name of Object.keys(this.members)) {
      if (known.includes(name)) continue;
      this.report(name, 'unknown-field', `there is no such field; known: ${known.join(', ')}`);
    }
  }

  /** Reports a required field that is left out. */
  require(name: string): boolean {
    if (this.has(name)) return true;
    this.faults.add(this.pathOf(name), 'required', `"${name}" is required`);
    return false;
  }

  /** undefined: left out, or reported. */
  text(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined || typeof value === 'string') return value;
    this.report(name, 'type', 'must be a text');
    return undefined;
  }

  /** In ms. */
  duration(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const ms = parseDuration(text);
    if (ms !== null) return ms;
    const daysMax = DURATION_MAX_MS / 86_400_000;
    const example = '"500ms", "1.5s", "15m", "24h" or "7d"';
    this.report(name, 'duration', `must be like ${example}, above 0 and at most ${daysMax}d`);
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
      this.report(name, 'type', 'must be a number');
    } else if (value < min || value > max || (isInteger && !Number.isInteger(value))) {
      const kind = isInteger ? 'a whole number' : 'a number';
      this.report(name, 'range', `must be ${kind} from ${min} to ${max}`);
    } else {
      return value;
    }
    return undefined;
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const choice = choices.find((each) => each === text);
    if (choice === undefined) this.report(name, 'choice', `must be one of ${choices.join(', ')}`);
    return choice;
  }

  list(name: string): readonly JsonValue[] | undefined {
    const value = this.get(name);
    if (value === undefined || isList(value)) return value;
    this.report(name, 'type', 'must be a list');
    return undefined;
  }

  object(name: string): Fields | undefined {
    const value = this.get(name);
    return value === undefined ? undefined : readFields(value, this.pathOf(name), this.faults);
  }
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly isInteger: boolean;
}

/** undefined: it is not an object, and that is reported. */
export function readFields(value: JsonValue, path: string, faults: FaultList): Fields | undefined {
  if (isObject(value)) return new Fields(value, path, faults);
  faults.add(path, 'type', 'must be an object');
  return undefined;
}
