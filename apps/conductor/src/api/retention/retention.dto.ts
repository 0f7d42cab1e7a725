import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { VERSION_MAX } from '#protocol';
import { IsLeftOutOr } from '../edge/left-out.js';
import { ReasonDto, TextLength } from '../edge/text-length.js';

const DAYS_MAX = 36_500;
const NAME_CHARS_MAX = 100;

class RuleOfDto extends ReasonDto {
  @ApiPropertyOptional({
    type: 'string',
    nullable: true,
    example: 'order-fulfilment',
    description: 'Left out, or null: the rule of all definitions that have none of their own.',
  })
  @IsOptional()
  @IsString()
  @TextLength(1, NAME_CHARS_MAX)
  definition?: string | null;
}

/** Days that sagas which ended so are kept. */
function Days(ending: string): PropertyDecorator {
  return (target, name) => {
    ApiPropertyOptional({
      ...{ type: 'integer', minimum: 1, maximum: DAYS_MAX, nullable: true, example: 90 },
      description: `For how many days ${ending} sagas are kept. Left out, or null: for ever.`,
    })(target, name);
    for (const check of [IsOptional(), IsInt(), Min(1), Max(DAYS_MAX)]) check(target, name);
  };
}

export class SetRetentionDto extends RuleOfDto {
  @Days('completed')
  completedDays?: number | null;

  @Days('compensated')
  compensatedDays?: number | null;

  @Days('abandoned')
  abandonedDays?: number | null;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'The revision of the rule that you saw, 0 for none; another one is a 409.',
  })
  @IsLeftOutOr()
  @IsInt()
  @Min(0)
  @Max(VERSION_MAX)
  expectedRevision?: number;

  @ApiPropertyOptional({ description: 'Only say how many sagas would be deleted. Default: false.' })
  @IsLeftOutOr()
  @IsBoolean()
  dryRun?: boolean;
}

export class ClearRetentionDto extends RuleOfDto {}

export class ClearedView {
  @ApiProperty({ description: 'false: there was no such rule.' })
  readonly cleared!: boolean;
}
