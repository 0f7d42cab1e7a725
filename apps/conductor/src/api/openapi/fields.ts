import type { Type } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type { PageView } from '../edge/cursor.js';
import { refersTo, type Schema } from './schema-parts.js';

/** Decorators for fields of views: they say what the TypeScript type does not. */

/** The value, or null. In OpenAPI 3.1 null is an ordinary type. */
export function Nullable(value: Schema | Type, description?: string): PropertyDecorator {
  return (view, field) => {
    if (typeof value === 'function') ApiExtraModels(value)(view.constructor);
    const schema = typeof value === 'function' ? { $ref: getSchemaPath(value) } : value;
    const about = description === undefined ? {} : { description };
    ApiProperty({ ...about, anyOf: [schema, { type: 'null' }] } as object)(view, field);
  };
}

/** Any JSON value. */
export function AnyJson(description?: string): PropertyDecorator {
  return ApiProperty({
    ...(description === undefined ? {} : { description }),
    ...refersTo('Json'),
  });
}

/** An array that is null when nothing is known. */
export function NullableArray(item: Type, description?: string): PropertyDecorator {
  return (view, field) => {
    ApiExtraModels(item)(view.constructor);
    const items = { $ref: getSchemaPath(item) };
    Nullable({ type: 'array', items }, description)(view, field);
  };
}

/** A page `{ items, next }` of these views; extend it to name the page. */
export function PageOf<Item>(item: Type<Item>) {
  class Page implements PageView<Item> {
    @ApiProperty({ type: [item] })
    readonly items!: readonly Item[];

    @Nullable({ type: 'string' }, 'Goes into `cursor`; null: this is the last page.')
    readonly next!: string | null;
  }
  return Page;
}

/** All members of a union: it does not compile when one is missing or does not belong to it. */
export function membersOf<Member extends string>(
  members: Readonly<Record<Member, true>>,
): Member[] {
  return Object.keys(members) as Member[];
}
