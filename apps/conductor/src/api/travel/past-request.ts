import { ApiParam } from '@nestjs/swagger';
import type { SagaState } from '#engine';
import { VERSION_MAX } from '#protocol';
import type { SagaQueries } from '#queries';
import { ApiError } from '../edge/api-error.js';
import { readId } from '../edge/request-parts.js';

/* What calls about the past of a saga have in common. */

export const PAST_PROBLEMS = [
  ...(['SAGA_NOT_FOUND', 'SAGA_VERSION_NOT_FOUND', 'HISTORY_INCOMPLETE'] as const),
  ...(['HISTORY_TOO_LONG', 'LISTS_BUSY', 'READ_TOO_SLOW'] as const),
] as const;

export function PastParam(): MethodDecorator {
  return ApiParam({
    name: 'version',
    description: 'Counts the transitions of the saga: 1 after its start.',
    schema: { type: 'integer', minimum: 1 },
  });
}

/** @throws ApiError SAGA_NOT_FOUND, SAGA_VERSION_NOT_FOUND */
export async function readPast(
  sagas: Pick<SagaQueries, 'find'>,
  idText: string,
  versionText: string,
): Promise<{ readonly id: string; readonly version: number; readonly current: SagaState }> {
  const id = readId(idText, 'SAGA_NOT_FOUND');
  const current = await sagas.find(id);
  if (current === null) throw new ApiError('SAGA_NOT_FOUND', `There is no saga ${id}.`);
  const { version: latest } = current;
  const version = /^[1-9]\d{0,9}$/.test(versionText) ? Number(versionText) : NaN;
  if (version <= Math.min(latest, VERSION_MAX)) return { id, version, current };
  const detail = latest === 1 ? 'It has version 1 only.' : `It has the versions 1 to ${latest}.`;
  throw new ApiError('SAGA_VERSION_NOT_FOUND', detail);
}
