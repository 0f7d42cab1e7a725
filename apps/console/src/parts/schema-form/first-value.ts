import type { JsonValue } from '#protocol';
import { shapeOf } from './shape';

/** Deeper, and after so many, people add what they need. */
const DEPTH_MAX = 3;
const FIELDS_MAX = 150;

/** What a form begins with: what has to be there and what is usual. undefined: nothing. */
export function firstValueOf(schema: JsonValue, root: JsonValue): JsonValue | undefined {
  return new FirstValue(root).of(schema, true, 0);
}

class FirstValue {
  private fields = 0;

  constructor(private readonly root: JsonValue) {}

  of(schema: JsonValue, isRequired: boolean, depth: number): JsonValue | undefined {
    if (this.fields++ > FIELDS_MAX) return undefined;
    const shape = shapeOf(schema, this.root);
    if (shape.schema['default'] !== undefined) return shape.schema['default'];
    if (!isRequired) return undefined;
    switch (shape.kind) {
      case 'choice':
        return shape.values.length === 1 ? shape.values[0] : undefined;
      case 'list':
        return [];
      case 'members': {
        if (depth > DEPTH_MAX) return undefined;
        const values = shape.members.flatMap((member) => {
          const value = this.of(member.schema, member.isRequired, depth + 1);
          return value === undefined ? [] : [[member.name, value] as const];
        });
        return Object.fromEntries(values);
      }
      case 'text':
      case 'number':
      case 'flag':
      case 'variants':
      case 'json':
        return undefined;
    }
    return shape satisfies never;
  }
}
