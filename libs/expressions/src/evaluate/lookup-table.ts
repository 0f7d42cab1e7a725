import { EvaluationFault } from './evaluation-fault.js';

/** A key as CEL has it; a whole number is a bigint, so that 1 and 1.0 are the same key. */
export type CelKey = string | bigint | boolean;

/**
 * An object of CEL some of whose keys are numbers or booleans: `{1: "low", 2: "high"}[input.n]`.
 * JSON has none, so it can be asked and not be a result. An object with texts alone is a plain one.
 */
export class LookupTable<Value> {
  constructor(private readonly members: ReadonlyMap<CelKey, Value>) {}

  get size(): number {
    return this.members.size;
  }

  /** undefined: it has no such key. */
  get(key: unknown): Value | undefined {
    const known = keyOf(key);
    return known === null ? undefined : this.members.get(known);
  }

  entries(): readonly (readonly [CelKey, Value])[] {
    return [...this.members];
  }
}

/** null: no object can have it as a key. */
function keyOf(key: unknown): CelKey | null {
  switch (typeof key) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return key;
    case 'number':
      return Number.isInteger(key) ? BigInt(key) : null;
    default:
      return null;
  }
}

/** Collects the members of an object, no key twice. */
export class MapBuilder<Value> {
  private readonly members = new Map<CelKey, Value>();
  private hasOtherKeys = false;

  /** @throws EvaluationFault: it cannot be a key, or is there already */
  add(key: unknown, value: Value): void {
    const known = keyOf(key);
    if (known === null) {
      const message = "an object's key is a text, a whole number, true or false";
      throw new EvaluationFault('value', message);
    }
    if (this.members.has(known)) {
      const shown = typeof known === 'string' ? `"${known}"` : String(known);
      throw new EvaluationFault('value', `an object has ${shown} twice`);
    }
    if (typeof known !== 'string') this.hasOtherKeys = true;
    this.members.set(known, value);
  }

  build(): LookupTable<Value> | Readonly<Record<string, Value>> {
    if (this.hasOtherKeys) return new LookupTable(this.members);
    // without a prototype: no key can reach one
    const map = Object.create(null) as Record<string, Value>;
    for (const [key, value] of this.members) map[key as string] = value;
    return map;
  }
}
