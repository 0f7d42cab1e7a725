import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { TextLength } from '../edge/text-length.js';

const REASON_CHARS_MAX = 500;

export class RetireDto {
  @ApiProperty({
    ...{ minLength: 1, maxLength: REASON_CHARS_MAX, example: 'wrong price' },
    description: 'Why; goes into the audit log.',
  })
  @IsString()
  @TextLength(1, REASON_CHARS_MAX)
  reason!: string;
}

export class PostDefinitionQuery {
  @ApiPropertyOptional({
    ...{ minLength: 1, maxLength: REASON_CHARS_MAX },
    description: 'Why; goes into the audit log. The body is the definition alone.',
  })
  @IsOptional()
  @IsString()
  @TextLength(1, REASON_CHARS_MAX)
  reason?: string;
}
