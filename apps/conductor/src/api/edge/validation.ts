import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { ApiError, type RequestFault } from './api-error.js';

/** At most so many faults are reported; a hostile body could have thousands. */
const FAULTS_MAX = 100;

/**
 * Checks bodies and queries against their DTO: unknown fields are refused, nothing is converted.
 *
 * The stock transformer copies every value twice, however deep; our DTOs are flat, and what is
 * inside `input` is not theirs to look at. So the DTO is filled as it is.
 */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: false,
    transformerPackage: { plainToInstance: fillDto, classToPlain: (dto) => dto as object },
    exceptionFactory: (errors) =>
      new ApiError('VALIDATION_FAILED', 'See errors for what is wrong.', {
        errors: errors.flatMap((error) => toFaults(error, '')).slice(0, FAULTS_MAX),
      }),
  });
}

function fillDto<Dto>(dto: new () => Dto, plain: unknown): Dto {
  const isRecord = typeof plain === 'object' && plain !== null && !Array.isArray(plain);
  // what is no object comes back as it is: the pipe then says that an object is expected
  return isRecord ? (Object.assign(new dto() as object, plain) as Dto) : (plain as Dto);
}

/** `path` as a JSON Pointer. */
function toFaults(error: ValidationError, parent: string): RequestFault[] {
  const path = `${parent}/${escapePointer(String(error.property ?? ''))}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    path: rule === 'unknownValue' ? parent : path,
    rule: rule === 'whitelistValidation' ? 'unknownField' : rule,
    message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => toFaults(child, path))];
}

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
