import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { ApiError, type RequestFault } from './api-error.js';

/** At most so many faults are reported; a hostile body could have thousands. */
const FAULTS_MAX = 100;

/** Parameters of these types have no DTO to be checked against. */
const NO_DTOS: ReadonlySet<unknown> = new Set([String, Boolean, Number, Array, Object]);

/**
 * Checks bodies and queries against their DTO: unknown fields are refused, nothing is converted.
 *
 * Not Nest's ValidationPipe: its transformer copies every value twice, however deep, and one of our
 * own given to it would be used by every ValidationPipe of the process, since Nest keeps it in a
 * variable of the module. Our DTOs are flat, and what is inside `input` is not theirs to look at.
 */
export class DtoPipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (metatype === undefined || type === 'custom' || NO_DTOS.has(metatype)) return value;
    // no body at all is one without fields
    const isObject = typeof (value ?? {}) === 'object' && !Array.isArray(value);
    const given = isObject ? ((value ?? {}) as Readonly<Record<string, unknown>>) : {};
    const known = fieldsOf(metatype);
    const unknown: RequestFault[] = [];
    const dto = new metatype() as Record<string, unknown>;
    for (const name of Object.keys(given)) {
      if (known.has(name)) dto[name] = given[name];
      else unknown.push(unknownField(name));
    }
    // what is unknown was left out above
    const errors = validateSync(dto, { forbidUnknownValues: true });
    if (errors.length + unknown.length === 0 && isObject) return dto;
    const faults = errors.flatMap((error) => toFaults(error, ''));
    const notAnObject = { path: '', rule: 'isObject', message: 'an object is expected' };
    throw invalid([...(isObject ? [] : [notAnObject]), ...unknown, ...faults].slice(0, FAULTS_MAX));
  }
}

/**
 * Names of the fields that a DTO has rules for. Not class-validator's whitelist: it looks names up
 * in a plain object, and takes `hasOwnProperty` for a field that is known.
 */
function fieldsOf(dto: new () => unknown): ReadonlySet<string> {
  const known = fieldsByDto.get(dto);
  if (known !== undefined) return known;
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  const fields = new Set(rules.map(({ propertyName }) => propertyName));
  fieldsByDto.set(dto, fields);
  return fields;
}

const fieldsByDto = new WeakMap<new () => unknown, ReadonlySet<string>>();

function unknownField(name: string): RequestFault {
  const message = `property ${name} should not exist`;
  return { path: `/${escapePointer(name)}`, rule: 'unknownField', message };
}

function invalid(errors: readonly RequestFault[]): ApiError {
  return new ApiError('VALIDATION_FAILED', 'See errors for what is wrong.', { errors });
}

/** `path` as a JSON Pointer. */
function toFaults(error: ValidationError, parent: string): RequestFault[] {
  const path = `${parent}/${escapePointer(String(error.property ?? ''))}`;
  const broken = Object.entries(error.constraints ?? {}).toSorted(byImportance);
  const own = broken.map(([rule, message]) => ({
    path: rule === 'unknownValue' ? parent : path,
    rule: rule === 'whitelistValidation' ? 'unknownField' : rule,
    message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => toFaults(child, path))];
}

/** Of what type a value is, or that it is there: nothing else is of use to know before. */
const TYPE_RULES: ReadonlySet<string> = new Set([
  'isDefined',
  'isString',
  'isInt',
  'isArray',
  'isObject',
  'isBoolean',
]);

function byImportance([one]: [string, string], [other]: [string, string]): number {
  return Number(TYPE_RULES.has(other)) - Number(TYPE_RULES.has(one));
}

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
