import { ApiHideProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { FILTER_CHARS_MAX, FILTER_NAMES, FILTERS, readFilter } from '#filters';
import { CHANGE_FILTERS, unheardIn, type ChangeFilter } from '#live';
import { ApiError, type RequestFault } from '../edge/api-error.js';
import { TextLength } from '../edge/text-length.js';
import { EVENT_KINDS } from '../openapi/history-schemas.js';

/** A position with all the transactions that it lists. */
const EVENT_ID_CHARS_MAX = 4500;

export class LastEventIdQuery {
  @ApiPropertyOptional({
    description: 'As the header Last-Event-ID, for clients that cannot set headers.',
  })
  @IsOptional()
  @IsString()
  @TextLength(1, EVENT_ID_CHARS_MAX)
  lastEventId?: string;
}

export class StreamQuery extends LastEventIdQuery {
  @ApiPropertyOptional({
    example: 'step-stuck,saga-stuck',
    description: 'Types of events of a history, comma-separated; one of them is enough.',
  })
  @IsOptional()
  @IsString()
  @TextLength(1, FILTER_CHARS_MAX)
  kind?: string;

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description:
      'Every two seconds an event `heartbeat`, for clients that see events only, as browsers do: ' +
      'whoever has heard nothing for five seconds is not connected.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  heartbeat?: string;
}

/** The filters of the list of sagas. */
for (const name of FILTER_NAMES) {
  const { about, example } = FILTERS[name];
  const more = name === 'status' ? ' As it is after the change, or was before.' : '';
  const isHeard = CHANGE_FILTERS.includes(name);
  const documented = isHeard
    ? ApiPropertyOptional({ type: String, example, description: about + more })
    : ApiHideProperty();
  for (const decorate of [documented, IsOptional(), IsString(), TextLength(1, FILTER_CHARS_MAX)])
    decorate(StreamQuery.prototype, name);
}

/** @throws ApiError VALIDATION_FAILED for what is no filter, or is not told by changes */
export function toChangeFilter({ kind, ...query }: StreamQuery): ChangeFilter {
  const values = query as Readonly<Record<string, string | undefined>>;
  const asked = Object.fromEntries(FILTER_NAMES.map((name) => [name, values[name]]));
  const { filter, faults } = readFilter(asked);
  const errors = [
    ...(faults ?? unheardIn(filter)).map(({ where, rule, message }) => {
      return { path: `/${where}`, rule, message };
    }),
    ...faultsOfKinds(kind),
  ];
  if (filter !== null && errors.length === 0) {
    return { saga: filter, ...(kind === undefined ? {} : { kinds: kindsIn(kind) }) };
  }
  throw new ApiError('VALIDATION_FAILED', errors[0]?.message ?? '', { errors });
}

function kindsIn(text: string): readonly string[] {
  return [...new Set(text.split(','))].sort();
}

function faultsOfKinds(text: string | undefined): readonly RequestFault[] {
  const isKnown = text === undefined || kindsIn(text).every((kind) => EVENT_KINDS.includes(kind));
  if (isKnown) return [];
  const message = `kind must be a comma-separated list of ${EVENT_KINDS.join(', ')}`;
  return [{ path: '/kind', rule: 'isIn', message }];
}

/** The version after which the stream of a saga goes on; 0: from its beginning. */
export function versionAfter(lastEventId: string | null): number {
  if (lastEventId === null) return 0;
  if (/^\d{1,10}$/.test(lastEventId)) return Number(lastEventId);
  const message = 'lastEventId must be a version of the saga, as in the id of an event';
  const fault = { path: '/lastEventId', rule: 'pattern', message };
  throw new ApiError('VALIDATION_FAILED', message, { errors: [fault] });
}
