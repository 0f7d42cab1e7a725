import type { Scope } from '#expressions';
import type { JsonValue } from '#protocol';

/** A value that an expression read. */
export interface SeenValue {
  /** As an expression names it: `steps.approve.output.approved`. */
  readonly name: string;
  /** undefined: it was looked for, and was not there. */
  readonly value: JsonValue | undefined;
}

/** A variable of the place: its name, its value, and whether the expression names all of it. */
export interface Variable {
  readonly name: string;
  readonly value: JsonValue;
  readonly isNamed: boolean;
}

/** More than a person reads; what is read after that is not noted. */
const SEEN_MAX = 40;

/**
 * Notes what expressions read of a scope. What is read as a whole (a list that is walked, an object
 * that is compared) is noted once, without what is in it, so that it costs nothing more.
 */
export class WatchedScope {
  private readonly reads = new Map<string, JsonValue | undefined>();
  private readonly wholes = new Set<string>();
  readonly scope: Scope;

  constructor({ input, saga, steps }: Scope, variables: readonly Variable[]) {
    for (const { name, value, isNamed } of variables) {
      if (isNamed) this.note(name, value);
    }
    this.scope = {
      input: this.watch(input, 'input'),
      saga: this.watch(saga, 'saga'),
      steps: this.watch(steps, 'steps'),
      variables: variables.map(({ name, value }) => this.watch(value, name)),
    };
  }

  get seen(): readonly SeenValue[] {
    return [...this.reads].map(([name, value]) => ({ name, value }));
  }

  private note(name: string, value: JsonValue | undefined): void {
    if (this.reads.size < SEEN_MAX) this.reads.set(name, value);
  }

  private watch<Value>(value: Value, name: string): Value {
    if (typeof value !== 'object' || value === null || this.reads.size >= SEEN_MAX) return value;
    // a copy, because a proxy of something frozen has to give what is in it as it is
    const target = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as object;
    return new Proxy(target, {
      get: (own, key) => this.read({ own, name, value }, key),
      getOwnPropertyDescriptor: (own, key) => {
        const found = Reflect.getOwnPropertyDescriptor(own, key);
        if (found === undefined && typeof key === 'string') {
          this.note(memberName(own, name, key), undefined);
        }
        return found;
      },
      ownKeys: (own) => {
        this.readWhole(name, value);
        return Reflect.ownKeys(own);
      },
    }) as Value;
  }

  private read(
    { own, name, value }: { readonly own: object; readonly name: string; readonly value: unknown },
    key: string | symbol,
  ): unknown {
    const member: unknown = Reflect.get(own, key);
    if (typeof key === 'symbol' || !Object.hasOwn(own, key)) return member;
    if (Array.isArray(own) && key === 'length') this.readWhole(name, value);
    if (this.wholes.has(name) || typeof member === 'function') return member;
    const path = memberName(own, name, key);
    // what it is read from is not read itself
    this.reads.delete(name);
    this.note(path, member as JsonValue | undefined);
    return this.watch(member, path);
  }

  private readWhole(name: string, value: unknown): void {
    if (this.wholes.has(name)) return;
    this.wholes.add(name);
    for (const each of this.reads.keys()) {
      if (each.startsWith(`${name}.`) || each.startsWith(`${name}[`)) this.reads.delete(each);
    }
    this.note(name, value as JsonValue);
  }
}

const PLAIN = /^[A-Za-z_]\w*$/;

function memberName(holder: object, name: string, key: string): string {
  if (Array.isArray(holder)) return `${name}[${key}]`;
  return PLAIN.test(key) ? `${name}.${key}` : `${name}[${JSON.stringify(key)}]`;
}
