import { ValidateIf } from 'class-validator';

/** The field is optional; null counts as a value. */
export function IsLeftOutOr(): PropertyDecorator {
  return ValidateIf((_dto, value) => value !== undefined);
}
