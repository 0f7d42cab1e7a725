import { isString, registerDecorator } from 'class-validator';

/**
 * A text of so many characters, in code points as JSON Schema counts `maxLength`. Not `@Length`,
 * which leaves variation selectors out.
 */
export function TextLength(min: number, max: number): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'isLength',
      target: target.constructor,
      propertyName: String(propertyName),
      validator: {
        validate: (value: unknown) => isString(value) && hasLength(value, min, max),
        defaultMessage: () => `$property must have ${min} to ${max} characters`,
      },
    });
}

/** Why somebody does something, for the audit log: 1 to 500 characters, not all of them blank. */
export function IsReason(): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'isLength',
      target: target.constructor,
      propertyName: String(propertyName),
      validator: {
        validate: (value: unknown) =>
          isString(value) && hasLength(value, 1, REASON.maxLength) && value.trim() !== '',
        defaultMessage: () =>
          `$property must have 1 to ${REASON.maxLength} characters, and not be blank`,
      },
    });
}

/** What the OpenAPI document says of it. */
export const REASON = { minLength: 1, maxLength: 500, pattern: '\\S' } as const;

function hasLength(text: string, min: number, max: number): boolean {
  // no text is longer in code points than in code units; a long one need not be taken apart
  if (text.length < min || text.length > 2 * max) return false;
  const { length } = Array.from(text);
  return length >= min && length <= max;
}
