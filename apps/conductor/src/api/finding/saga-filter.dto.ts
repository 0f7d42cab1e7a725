import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { FILTER_NAMES, FILTERS, readFilter, type FilterFault, type SagaFilter } from '#filters';
import { type ApiError, requestFault, type RequestFault } from '../edge/api-error.js';
import { PageQuery } from '../edge/page-query.js';

/** Says which sagas are meant. Its fields are those of `FILTERS`, and there is no other table. */
export class SagaFilterQuery {}
addFilters(SagaFilterQuery);

export class SagaListQuery extends PageQuery {}
addFilters(SagaListQuery);

/** Looks at nothing else in the query. @throws ApiError VALIDATION_FAILED with all that is wrong */
export function toSagaFilter(query: SagaFilterQuery | SagaListQuery): SagaFilter {
  const values = query as Readonly<Record<string, string | undefined>>;
  const asked = FILTER_NAMES.map((name) => [name, values[name]] as const);
  const { filter, faults } = readFilter(Object.fromEntries(asked));
  if (filter !== null) return filter;
  throw filterFault(faults);
}

/** The error of a request whose filter has faults; `path` is where the filter is in it. */
export function filterFault(faults: readonly FilterFault[], path = ''): ApiError {
  const errors = faults.map(({ where, rule, message }): RequestFault => {
    return { path: where === '' ? path : `${path}/${where}`, rule, message };
  });
  return requestFault('VALIDATION_FAILED', errors);
}

/**
 * A time that other lists filter by, too, with the same words. @throws ApiError VALIDATION_FAILED
 */
export function readSpan({ from, to }: Readonly<Partial<Record<'from' | 'to', string>>>) {
  const span = toSagaFilter({ from, to });
  return {
    ...(span.from === undefined ? {} : { from: new Date(span.from) }),
    ...(span.to === undefined ? {} : { to: new Date(span.to) }),
  };
}

function addFilters(dto: new () => object): void {
  for (const name of FILTER_NAMES) {
    const { about, example } = FILTERS[name];
    const field = ApiPropertyOptional({ type: String, description: about, example });
    for (const decorate of [field, IsOptional(), IsString()])
      decorate(dto.prototype as object, name);
  }
}
