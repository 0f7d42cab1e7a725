import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDefined, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import {
  DEFINITION_NAME,
  SAGA_KEY_CHARS_MAX,
  VERSION_MAX,
  INSTANT_EXAMPLE,
  parseDay,
  parseInstant,
  type JsonValue,
} from '#protocol';
import type { SagaFilter } from '#queries';
import { ApiError, type RequestFault } from '../edge/api-error.js';
import { CursorQuery, IsCount, PageQuery } from '../edge/page-query.js';
import { TextLength } from '../edge/text-length.js';
import { refersTo } from '../openapi/schema-parts.js';
import { SAGA_STATUSES } from '../openapi/engine-enums.js';

export class StartSagaDto {
  @ApiProperty({ example: 'order-fulfilment', pattern: DEFINITION_NAME.source })
  @IsString()
  @Matches(DEFINITION_NAME, { message: 'definition must be the name of a definition' })
  definition!: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: VERSION_MAX,
    nullable: true,
    example: 3,
    description: 'Left out: the latest that is not retired.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(VERSION_MAX)
  version?: number;

  @ApiPropertyOptional({
    type: 'string',
    nullable: true,
    example: 'o-1001',
    minLength: 1,
    maxLength: SAGA_KEY_CHARS_MAX,
    description: 'The business key, for finding the saga again; need not be unique.',
  })
  @IsOptional()
  @IsString()
  @TextLength(1, SAGA_KEY_CHARS_MAX)
  key?: string;

  @ApiProperty({
    description: 'Any JSON that fits the definition’s inputSchema.',
    ...refersTo('Json'),
    example: { orderId: 'o-1001', amount: 42.5 },
  })
  @IsDefined()
  input!: JsonValue;
}

export class WaitQuery {
  @ApiPropertyOptional({
    example: '10s',
    description:
      'Answer when the saga comes to rest, or after this long: a duration of at most 60s.',
  })
  @IsOptional()
  @IsString()
  wait?: string;
}

export class SagaListQuery extends PageQuery {
  @ApiPropertyOptional({
    example: 'running,stuck',
    description: `Comma-separated: ${SAGA_STATUSES.join(', ')}`,
  })
  @IsOptional()
  @IsString()
  status?: string;

  @ApiPropertyOptional({ description: 'Name of the definition.' })
  @IsOptional()
  @IsString()
  @TextLength(1, 64)
  definition?: string;

  @ApiPropertyOptional({ description: 'The business key, whole.' })
  @IsOptional()
  @IsString()
  @TextLength(1, SAGA_KEY_CHARS_MAX)
  key?: string;

  @ApiPropertyOptional({ description: 'A step that is under way or stuck.' })
  @IsOptional()
  @IsString()
  @TextLength(1, 64)
  step?: string;

  @ApiPropertyOptional({ description: 'Code of the saga’s error.', example: 'CARD_DECLINED' })
  @IsOptional()
  @IsString()
  @TextLength(1, 256)
  error?: string;

  @ApiPropertyOptional({
    example: '2026-01-31',
    description: `Started at or after: a date, which begins in UTC, or ${INSTANT_EXAMPLE}.`,
  })
  @IsOptional()
  @IsString()
  from?: string;

  @ApiPropertyOptional({
    example: '2026-01-31T12:00:00Z',
    description: `Started before: a date, which begins in UTC, or ${INSTANT_EXAMPLE}.`,
  })
  @IsOptional()
  @IsString()
  to?: string;

  @ApiPropertyOptional({
    description: 'Part of the key or of the error’s message, or a whole id.',
  })
  @IsOptional()
  @IsString()
  @TextLength(1, 256)
  q?: string;
}

/** Entries of a history in one answer, which is also what there are without a limit. */
const HISTORY_LIMIT_MAX = 1000;

export class HistoryQuery extends CursorQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: HISTORY_LIMIT_MAX,
    default: HISTORY_LIMIT_MAX,
  })
  @IsOptional()
  @IsCount(HISTORY_LIMIT_MAX)
  limit?: string;
}

export function historyLimitOf({ limit }: HistoryQuery): number {
  return limit === undefined ? HISTORY_LIMIT_MAX : Number(limit);
}

/** @throws ApiError VALIDATION_FAILED for a status or an instant that does not exist */
export function toSagaFilter(query: SagaListQuery): SagaFilter {
  const span = readSpan(query);
  return {
    ...(query.status === undefined ? {} : { statuses: readStatuses(query.status) }),
    ...(query.definition === undefined ? {} : { definition: query.definition }),
    ...(query.key === undefined ? {} : { key: query.key }),
    ...(query.step === undefined ? {} : { step: query.step }),
    ...(query.error === undefined ? {} : { errorCode: query.error }),
    ...span,
    ...(query.q === undefined ? {} : { text: query.q }),
  };
}

function readStatuses(text: string): readonly string[] {
  const statuses = text.split(',').map((status) => status.trim());
  const known: readonly string[] = SAGA_STATUSES;
  if (statuses.every((status) => known.includes(status))) return statuses;
  const message = `status must be a comma-separated list of ${SAGA_STATUSES.join(', ')}`;
  throw invalid({ path: '/status', rule: 'isIn', message });
}

function readSpan({ from, to }: SagaListQuery): Pick<SagaFilter, 'from' | 'to'> {
  const start = from === undefined ? undefined : readInstant('from', from);
  const end = to === undefined ? undefined : readInstant('to', to);
  if (start && end && start > end) {
    throw invalid({ path: '/from', rule: 'order', message: 'from must not be later than to' });
  }
  return { ...(start ? { from: start } : {}), ...(end ? { to: end } : {}) };
}

function readInstant(name: string, text: string): Date {
  const at = parseDay(text) ?? parseInstant(text);
  if (at !== null) return new Date(at);
  const message = `${name} must be a date such as 2026-01-31, or ${INSTANT_EXAMPLE}`;
  // in a query string a plus means a space
  const hint = text.includes(' ') ? '; write + as %2B' : '';
  throw invalid({ path: `/${name}`, rule: 'instant', message: message + hint });
}

function invalid(fault: RequestFault): ApiError {
  return new ApiError('VALIDATION_FAILED', fault.message, { errors: [fault] });
}
