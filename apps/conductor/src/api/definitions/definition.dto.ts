import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';

export class RetireDto {
  @ApiPropertyOptional({ maxLength: 500, description: 'Why; goes into the log.' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  reason?: string;
}
