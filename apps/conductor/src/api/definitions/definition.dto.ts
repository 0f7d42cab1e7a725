import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { TextLength } from '../edge/text-length.js';

export class RetireDto {
  @ApiPropertyOptional({ maxLength: 500, description: 'Why; goes into the log.' })
  @IsOptional()
  @IsString()
  @TextLength(1, 500)
  reason?: string;
}
