import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { INSTANT_EXAMPLE } from '#protocol';
import { instant, integer } from '../openapi/schema-parts.js';
import { ReasonDto } from '../edge/text-length.js';

export class AuditTrimDto extends ReasonDto {
  @ApiProperty({
    ...instant,
    example: '2026-01-31T00:00:00Z',
    description: `${INSTANT_EXAMPLE}; at least 30 days ago.`,
  })
  @IsString()
  olderThan!: string;
}

export class AuditTrimView {
  @ApiProperty({ ...integer, description: 'Records that were deleted.' })
  readonly records!: number;

  @ApiProperty({ description: 'There may be more: call again.' })
  readonly isMore!: boolean;
}
