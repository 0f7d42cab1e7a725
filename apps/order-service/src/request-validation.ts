import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { OrderApiError, type RequestFault } from './problem.js';

const FAULTS_MAX = 50;

/** Checks bodies against their DTO: unknown fields are refused, nothing is converted. */
export function createRequestPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: false,
    exceptionFactory: (errors) =>
      new OrderApiError(
        'VALIDATION_FAILED',
        'See errors for what is wrong.',
        errors.flatMap((error) => faultsOf(error, '')).slice(0, FAULTS_MAX),
      ),
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
