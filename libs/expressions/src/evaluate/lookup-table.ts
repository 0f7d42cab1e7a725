import { EvaluationFault } from './evaluation-fault.js';

/** A key as CEL has it; numbers that are equal are the same key. */
export type CelKey = string | number | bigint | boolean;

/**
 * An object of CEL some of whose keys are numbers or booleans: `{1: "low", 2: "high"}[input.n]`.
 * JSON has none, so it can be asked and not be a result. An object with texts alone is a plain one.
 */
export class LookupTable<Value> {
  constructor(private readonly members: ReadonlyMap<string, readonly [CelKey, Value]>) {}

  get size(): number {
    return this.members.size;
  }

  /** undefined: it has no such key. */
  get(key: unknown): Value | undefined {
    const name = nameOfKey(key);
    return name === null ? undefined : this.members.get(name)?.[1];
  }

  entries(): readonly (readonly [CelKey, Value])[] {
    return [...this.members.values()];
  }
}

/** Equal for equal keys; null: no object can have it as a key. */
function nameOfKey(key: unknown): string | null {
  switch (typeof key) {
    case 'string':
      return `t${key}`;
    case 'boolean':
    case 'bigint':
      return String(key);
    case 'number':
      return Number.isInteger(key) ? String(BigInt(key)) : null;
    default:
      return null;
  }
}

/** Collects the members of an object, no key twice. */
export class MapBuilder<Value> {
  private readonly members = new Map<string, readonly [CelKey, Value]>();
  private hasOtherKeys = false;

  /** @throws EvaluationFault: it cannot be a key, or is there already */
  add(key: unknown, value: Value): void {
    const name = nameOfKey(key);
    if (name === null) {
      const message = "an object's key is a text, a whole number, true or false";
      throw new EvaluationFault('value', message);
    }
    if (this.members.has(name)) {
      throw new EvaluationFault('value', `an object has ${showKey(key as CelKey)} twice`);
    }
    if (typeof key !== 'string') this.hasOtherKeys = true;
    this.members.set(name, [key as CelKey, value]);
  }

  build(): LookupTable<Value> | Readonly<Record<string, Value>> {
    if (this.hasOtherKeys) return new LookupTable(this.members);
    // without a prototype: no key can reach one
    const map = Object.create(null) as Record<string, Value>;
    for (const [key, value] of this.members.values()) map[key as string] = value;
    return map;
  }
}

function showKey(key: CelKey): string {
  return typeof key === 'string' ? `"${key}"` : String(key);
}
