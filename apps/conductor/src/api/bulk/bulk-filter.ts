import { isEmptyFilter, parseFilter, type SagaFilter } from '#filters';
import { ApiError } from '../edge/api-error.js';
import { filterFault } from '../finding/saga-filter.dto.js';

/** The sagas that a bulk is about. @throws ApiError VALIDATION_FAILED, BULK_WITHOUT_FILTER */
export function readBulkFilter(text: string): SagaFilter {
  const { filter, faults } = parseFilter(text);
  if (filter === null) throw filterFault(faults, '/filter');
  if (!isEmptyFilter(filter)) return filter;
  const detail = 'An empty filter means every saga: say which ones by a filter, or by ids.';
  throw new ApiError('BULK_WITHOUT_FILTER', detail);
}
