import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
} from 'class-validator';
import { VERSION_MAX } from '#protocol';
import { ApiError } from '../edge/api-error.js';
import { IsLeftOutOr } from '../edge/left-out.js';
import { CursorQuery } from '../edge/page-query.js';
import { ReasonDto } from '../edge/text-length.js';

export const MIGRATION_LIMIT_DEFAULT = 100;
const LIMIT_MAX = 500;
const PREVIEW_HASH = /^[0-9a-f]{64}$/;

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

export class MigrateDto extends ReasonDto {
  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'integer', minimum: 1 },
    description: 'Only sagas of these versions; left out: of all others.',
  })
  @IsLeftOutOr()
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
  @IsLeftOutOr()
  @IsInt()
  @Min(1)
  @Max(LIMIT_MAX)
  limit?: number;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string', pattern: PREVIEW_HASH.source },
    maxProperties: LIMIT_MAX,
    description:
      'By id of saga, of the previews that you confirm. A saga that is not in it, or that would ' +
      'do something else, is not migrated. Left out: all that fit are.',
  })
  @IsLeftOutOr()
  @IsObject()
  previewHashes?: Record<string, unknown>;
}

/** null: none is confirmed. @throws ApiError VALIDATION_FAILED */
export function confirmedOf({ previewHashes }: MigrateDto): ReadonlyMap<string, string> | null {
  if (previewHashes === undefined) return null;
  const hashes = Object.entries(previewHashes);
  const message = `previewHashes must be at most ${LIMIT_MAX} hashes of previews`;
  const texts = hashes.map(([id, hash]) => [id.toLowerCase(), String(hash)] as const);
  const areRight = hashes.length <= LIMIT_MAX && texts.every(([, hash]) => PREVIEW_HASH.test(hash));
  if (areRight) return new Map(texts);
  const fault = { path: '/previewHashes', rule: 'previewHash', message };
  throw new ApiError('VALIDATION_FAILED', message, { errors: [fault] });
}
