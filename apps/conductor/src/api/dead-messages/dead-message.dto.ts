import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../edge/page-query.js';

export class DeadMessageListQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description: '`true`: those that nobody replayed or discarded.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  open?: string;
}
