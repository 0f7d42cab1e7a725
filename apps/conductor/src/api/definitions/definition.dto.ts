import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { IsReason, REASON } from '../edge/text-length.js';

export class RetireDto {
  @ApiProperty({
    ...REASON,
    example: 'wrong price',
    description: 'Why; goes into the audit log.',
  })
  @IsString()
  @IsReason()
  reason!: string;
}

export class PostDefinitionQuery {
  @ApiPropertyOptional({
    ...REASON,
    description: 'Why; goes into the audit log. The body is the definition alone.',
  })
  @IsOptional()
  @IsString()
  @IsReason()
  reason?: string;
}

export class ValidateDefinitionQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description:
      '`false`: without the failure matrix, which takes up to 5 s for a hundred steps and more. ' +
      'Default: true.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  failureMatrix?: 'true' | 'false';
}
