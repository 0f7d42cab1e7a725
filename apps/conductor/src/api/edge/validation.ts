import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { requestFault, type RequestFault } from './api-error.js';
import { rememberRules } from './forms/known-rules.js';

/** How many faults are reported: a hostile body could have thousands. */
const FAULTS_MAX = 100;

rememberRules();

/** Parameters of these types have no DTO. */
const NO_DTOS: ReadonlySet<unknown> = new Set([String, Boolean, Number, Array, Object]);

/**
 * Checks bodies and queries against their DTO: unknown fields are refused, and nothing is
 * converted. It replaces Nest's ValidationPipe, whose transformer copies every value twice at any
 * depth. Passing it a transformer of our own would change every ValidationPipe of the process,
 * since Nest keeps it in a module variable. Our DTOs are flat, and they do not check what is inside
 * `input`.
 */
export class DtoPipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (metatype === undefined || type === 'custom' || NO_DTOS.has(metatype)) return value;
    // a missing body counts as one without fields
    const isObject = typeof (value ?? {}) === 'object' && !Array.isArray(value);
    const given = isObject ? ((value ?? {}) as Readonly<Record<string, unknown>>) : {};
    const known = fieldsOf(metatype);
    const unknown: RequestFault[] = [];
    const dto = new metatype() as Record<string, unknown>;
    for (const name of Object.keys(given)) {
      if (known.has(name)) dto[name] = given[name];
      else unknown.push(unknownField(name));
    }
    // unknown fields were reported above
    const errors = validateSync(dto, { forbidUnknownValues: true });
    if (errors.length + unknown.length === 0 && isObject) return dto;
    const faults = errors.flatMap((error) => toFaults(error, ''));
    const notAnObject = { path: '', rule: 'isObject', message: 'an object is expected' };
    const all = [...(isObject ? [] : [notAnObject]), ...unknown, ...faults];
    throw requestFault('VALIDATION_FAILED', all.slice(0, FAULTS_MAX));
  }
}

/**
 * The names of the fields that a DTO has rules for. class-validator's whitelist is not used: it
 * looks names up in a plain object, and so accepts `hasOwnProperty` as a known field.
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

/** Formats `path` as a JSON Pointer. */
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

/**
 * Rules about type and presence are reported first: the others say nothing useful before these
 * hold.
 */
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
