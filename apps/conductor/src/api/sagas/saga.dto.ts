import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDefined, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { DEFINITION_NAME, SAGA_KEY_CHARS_MAX, VERSION_MAX, type JsonValue } from '#protocol';
import { CursorQuery, IsCount } from '../edge/page-query.js';
import { TextLength } from '../edge/text-length.js';
import { refersTo } from '../openapi/schema-parts.js';

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
