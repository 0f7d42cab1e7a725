import { pointerTo, type JsonValue } from '#protocol';

/** What a definition's document says somewhere. */
export interface WrittenPart {
  /** JSON Pointer into the document. */
  readonly path: string;
  readonly source: JsonValue;
}

/** The document of a definition, as it was posted. */
export class WrittenDefinition {
  private readonly places: ReadonlyMap<string, number>;

  constructor(private readonly document: JsonValue) {
    const steps = memberOf(document, 'steps');
    const names = Array.isArray(steps) ? steps.map((step) => memberOf(step, 'name')) : [];
    this.places = new Map(
      names.flatMap((name, index) => (typeof name === 'string' ? [[name, index] as const] : [])),
    );
  }

  /** null: it is not written, and a default holds. */
  at(...keys: readonly (string | number)[]): WrittenPart | null {
    const source = keys.reduce<JsonValue | undefined>(memberOf, this.document);
    return source === undefined ? null : { path: pointerTo('', ...keys), source };
  }

  /** Within a step; an iteration is written as its loop is. */
  inStep(step: string, ...keys: readonly string[]): WrittenPart | null {
    const place = this.places.get(loopOf(step));
    return place === undefined ? null : this.at('steps', place, ...keys);
  }
}

/** The step of the document: `reserve` of `reserve[3]`. */
export function loopOf(step: string): string {
  return /^(.+)\[\d+\]$/.exec(step)?.[1] ?? step;
}

/** Whether a template has an expression, and is not the same for every saga. */
export function hasExpression(source: JsonValue): boolean {
  if (typeof source === 'string') return source.includes('${');
  if (typeof source !== 'object' || source === null) return false;
  return Object.values(source).some(hasExpression);
}

function memberOf(holder: JsonValue | undefined, key: string | number): JsonValue | undefined {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key))
    return undefined;
  return (holder as Readonly<Record<string | number, JsonValue>>)[key];
}
