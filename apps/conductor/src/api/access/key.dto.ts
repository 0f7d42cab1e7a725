import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Matches,
} from 'class-validator';
import { DEFINITION_NAME } from '#protocol';
import { ROLES, type Role } from '../edge/access/identity.js';
import { ReasonDto } from '../edge/text-length.js';

/** The name of a caller: the audit log shows it. */
export const CALLER_NAME = /^[A-Za-z][A-Za-z0-9_.@-]{0,63}$/;
const DEFINITIONS_MAX = 100;

export class MakeKeyDto extends ReasonDto {
  @ApiProperty({ example: 'billing', pattern: CALLER_NAME.source })
  @IsString()
  @Matches(CALLER_NAME, { message: 'name must be a letter and up to 63 of A-Z a-z 0-9 _ . @ -' })
  name!: string;

  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  role!: Role;

  @ApiPropertyOptional({
    type: [String],
    minItems: 1,
    maxItems: DEFINITIONS_MAX,
    description: 'Only these and their sagas; left out: all, as an admin always has.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(DEFINITIONS_MAX)
  @ArrayUnique()
  @Matches(DEFINITION_NAME, { each: true, message: 'definitions must be names of definitions' })
  definitions?: string[];

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Left out: it does not expire.',
  })
  @IsOptional()
  @IsString()
  expiresAt?: string;
}

export class RevokeKeyDto extends ReasonDto {}

export class RotateKeyDto extends ReasonDto {
  @ApiPropertyOptional({
    example: '24h',
    default: '1h',
    description: 'For so long the key before is valid too: a duration of at most 7d, or 0s.',
  })
  @IsOptional()
  @IsString()
  overlap?: string;

  @ApiPropertyOptional({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Of the new key; left out: as the key before; null: it does not expire.',
  })
  @IsOptional()
  @IsString()
  expiresAt?: string | null;
}
