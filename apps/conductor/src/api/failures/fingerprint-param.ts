import { ApiParam } from '@nestjs/swagger';
import { FINGERPRINT } from '#failures';
import { ApiError } from '../edge/api-error.js';

export function FingerprintParam(): MethodDecorator {
  const schema = { type: 'string', pattern: FINGERPRINT.source } as const;
  return ApiParam({ name: 'fingerprint', description: 'Names a group.', schema });
}

/** @throws ApiError FAILURE_GROUP_NOT_FOUND */
export function readFingerprint(text: string): string {
  if (FINGERPRINT.test(text)) return text;
  throw new ApiError('FAILURE_GROUP_NOT_FOUND', 'A fingerprint has 16 hexadecimal digits.');
}

export function groupNotFound(fingerprint: string): ApiError {
  return new ApiError('FAILURE_GROUP_NOT_FOUND', `No saga has the trouble ${fingerprint}.`);
}
