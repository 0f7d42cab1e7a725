import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
} from 'class-validator';
import { VERSION_MAX } from '#protocol';
import { CursorQuery } from '../edge/page-query.js';
import { IsReason, REASON } from '../edge/text-length.js';

export const MIGRATION_LIMIT_DEFAULT = 100;
const LIMIT_MAX = 500;

export class MigrateQuery extends CursorQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'Says for each saga whether it fits, and changes nothing.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun?: 'true' | 'false';
}

export class MigrateDto {
  @ApiProperty({ ...REASON, example: 'the fraud check comes before shipping' })
  @IsString()
  @IsReason()
  reason!: string;

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'integer', minimum: 1 },
    description: 'Only sagas of these versions; left out: of all others.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(VERSION_MAX, { each: true })
  from?: number[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: LIMIT_MAX,
    default: MIGRATION_LIMIT_DEFAULT,
    description: 'Sagas to look at, at most.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LIMIT_MAX)
  limit?: number;
}
