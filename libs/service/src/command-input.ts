import { applyDecorators, ValidationPipe } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsObject,
  ValidateBy,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';

/**
 * Checks a command's data against its DTO and refuses what does not fit: `INVALID_INPUT`. Fields
 * that the DTO does not know are dropped, not refused: a definition may send more than we need.
 */
export function createCommandInputPipe(): ValidationPipe {
  return new ValidationPipe({ whitelist: true, transform: false });
}

/** A text of 1 to `lengthMax` characters that Postgres can store: no U+0000, no lone surrogates. */
export function IsText(lengthMax: number, options?: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown): boolean =>
    typeof value === 'string' &&
    value.length >= 1 &&
    value.length <= lengthMax &&
    !value.includes('\0') &&
    !/\p{Surrogate}/u.test(value);
  const message = `$property must be a text of 1 to ${lengthMax} characters`;
  return ValidateBy(
    { name: 'isText', validator: { validate, defaultMessage: () => message } },
    options,
  );
}

/** A list of 1 to `sizeMax` objects of a class, each of which is checked. */
export function IsListOf(item: new () => object, sizeMax: number): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(sizeMax),
    // a nested empty list has no fields to check
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => item),
  );
}
