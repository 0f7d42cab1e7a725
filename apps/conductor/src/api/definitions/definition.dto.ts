import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
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
