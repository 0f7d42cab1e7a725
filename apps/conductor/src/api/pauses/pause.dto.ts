import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsObject, IsOptional, IsString } from 'class-validator';
import { PageQuery } from '../edge/page-query.js';
import { ASKED_SCOPE_SCHEMA } from './pause-scope.js';
import { ReasonDto } from '../edge/text-length.js';

export class PauseDto extends ReasonDto {
  @ApiProperty(ASKED_SCOPE_SCHEMA as object)
  @IsObject()
  scope!: object;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'It ends by itself then, within 365 days. Left out: somebody has to resume it.',
  })
  @IsOptional()
  @IsString()
  until?: string;

  @ApiPropertyOptional({
    default: false,
    description:
      'Holds compensations and inquiries of the step or the participant too. A pause of a ' +
      'definition always does; of a group it says nothing, which has one direction.',
  })
  @IsOptional()
  @IsBoolean()
  withCompensations?: boolean;
}

export class PauseListQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['true', 'false'], description: '`true`: those that go on.' })
  @IsOptional()
  @IsIn(['true', 'false'])
  active?: string;
}
