import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { IsLeftOutOr } from '../edge/left-out.js';
import { TextLength, ReasonDto } from '../edge/text-length.js';
import { refersTo } from '../openapi/schema-parts.js';
import { STEP_NAME_CHARS_MAX } from '#definition';
import { VERSION_MAX, type JsonValue } from '#protocol';

const PREVIEW_HASH = /^[0-9a-f]{64}$/;

/** The fields that every operator's action has. */
export class ActionDto extends ReasonDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    description: 'The version of the saga that you saw; another one is a 409.',
  })
  @IsLeftOutOr()
  @IsInt()
  @Min(1)
  @Max(VERSION_MAX)
  expectedVersion?: number;

  @ApiPropertyOptional({
    pattern: PREVIEW_HASH.source,
    description: 'Of the preview that you confirm: anything else is a 409, with the new preview.',
  })
  @IsLeftOutOr()
  @Matches(PREVIEW_HASH, { message: 'previewHash must be the one of a preview' })
  previewHash?: string;
}

export class RetryDto extends ActionDto {
  @ApiPropertyOptional({ description: 'Left out: everything that is stuck.' })
  @IsLeftOutOr()
  @IsString()
  @TextLength(1, STEP_NAME_CHARS_MAX)
  step?: string;

  @ApiPropertyOptional({
    ...refersTo('Json'),
    description: 'Another input for the step’s command, sent under a new iteration.',
  })
  @IsLeftOutOr()
  input?: JsonValue;
}

export class SkipDto extends ActionDto {
  @ApiProperty({ example: 'ship' })
  @IsString()
  @TextLength(1, STEP_NAME_CHARS_MAX)
  step!: string;

  @ApiPropertyOptional({
    ...refersTo('Json'),
    description: 'Goes on as if the step had given this.',
  })
  @IsLeftOutOr()
  output?: JsonValue;
}

export class CompensateDto extends ActionDto {
  @ApiPropertyOptional({
    description: 'Undo back to just before this step, then go forward again; left out: undo all.',
  })
  @IsLeftOutOr()
  @IsString()
  @TextLength(1, STEP_NAME_CHARS_MAX)
  toStep?: string;
}

export class SettleDto extends ActionDto {
  @ApiProperty({ example: 'reserveStock' })
  @IsString()
  @TextLength(1, STEP_NAME_CHARS_MAX)
  step!: string;

  @ApiProperty({ enum: ['succeeded', 'undone'] })
  @IsIn(['succeeded', 'undone'])
  result!: 'succeeded' | 'undone';
}
