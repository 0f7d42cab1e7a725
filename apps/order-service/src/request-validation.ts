import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { OrderApiError, type RequestFault } from './problem.js';

const FAULTS_MAX = 50;

/** Checks bodies against their DTO: unknown fields are refused, and nothing is converted. */
export function createRequestPipe(): ValidationPipe {
  return new RequestPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: false,
    exceptionFactory: (errors) => refusal(errors.flatMap((error) => faultsOf(error, ''))),
  });
}

/**
 * The validator looks fields up in an object, and so accepts the names that every object inherits,
 * such as `hasOwnProperty`. They are refused here.
 */
class RequestPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const faults = metadata.type === 'body' ? inheritedNames(value, '') : [];
    if (faults.length > 0) throw refusal(faults);
    return super.transform(value, metadata);
  }
}

function refusal(faults: readonly RequestFault[]): OrderApiError {
  const shown = faults.slice(0, FAULTS_MAX);
  const [first] = shown;
  const others = shown.length > 1 ? ` (and ${shown.length - 1} more in errors)` : '';
  const detail = `${first?.path ?? ''}: ${first?.message ?? 'it is not valid'}${others}`;
  return new OrderApiError('VALIDATION_FAILED', detail, shown);
}

/** Not deeper than the body parser allows. */
function inheritedNames(value: unknown, parent: string): readonly RequestFault[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const path = `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!(name in Object.prototype)) return inheritedNames(member, path);
    return [{ path, message: `property ${name} should not exist` }];
  });
}

function faultsOf(error: ValidationError, parent: string): RequestFault[] {
  const property = String(error.property ?? '')
    .replaceAll('~', '~0')
    .replaceAll('/', '~1');
  const path = property === '' ? parent : `${parent}/${property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ path, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, path))];
}
