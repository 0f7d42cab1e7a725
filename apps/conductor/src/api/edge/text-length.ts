import { ApiProperty } from '@nestjs/swagger';
import { IsString, isString, registerDecorator } from 'class-validator';

/**
 * Limits a text's length in code points, as JSON Schema's `maxLength` does. `@Length` is not used
 * because it ignores variation selectors.
 */
export function TextLength(min: number, max: number): PropertyDecorator {
  return isLength(
    (text) => hasLength(text, min, max),
    () => `$property must have ${min} to ${max} characters`,
  );
}

/** A reason for the audit log: 1 to 500 characters, not all of them blank. */
export function IsReason(): PropertyDecorator {
  return isLength(
    (text) => hasLength(text, 1, REASON.maxLength) && text.trim() !== '',
    () => `$property must have 1 to ${REASON.maxLength} characters, and not be blank`,
  );
}

/** How the OpenAPI document describes it. */
export const REASON = { minLength: 1, maxLength: 500, pattern: '\\S' } as const;

/** What each act of an operator has: why, for the audit log. */
export class ReasonDto {
  @ApiProperty({ ...REASON, example: 'payment provider is back' })
  @IsString()
  @IsReason()
  reason!: string;
}

function isLength(isRight: (text: string) => boolean, message: () => string): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'isLength',
      target: target.constructor,
      propertyName: String(propertyName),
      validator: {
        validate: (value: unknown) => isString(value) && isRight(value),
        defaultMessage: message,
      },
    });
}

function hasLength(text: string, min: number, max: number): boolean {
  // a text never has more code points than code units, so a text this short needs no counting
  if (text.length < min || text.length > 2 * max) return false;
  const { length } = Array.from(text);
  return length >= min && length <= max;
}
