import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsISO8601, IsString, Max, Min } from 'class-validator';
import { VERSION_MAX } from '#protocol';
import { TextLength, ReasonDto } from '../edge/text-length.js';
import { IsLeftOutOr } from '../edge/left-out.js';

const OWNER_CHARS_MAX = 100;
const NOTE_CHARS_MAX = 1000;
const SAGAS_MAX = 1_000_000_000;

/** The fields that each act on a group has. */
export class GroupActDto extends ReasonDto {
  @ApiPropertyOptional({
    type: 'integer',
    description: 'The revision of the group that you saw; another one is a 409.',
  })
  @IsLeftOutOr()
  @IsInt()
  @Min(0)
  @Max(VERSION_MAX)
  expectedRevision?: number;
}

export class AcknowledgeDto extends GroupActDto {
  @ApiPropertyOptional({ description: 'Who looks after it. Left out: you.', example: 'team-ship' })
  @IsLeftOutOr()
  @IsString()
  @TextLength(1, OWNER_CHARS_MAX)
  owner?: string;

  @ApiPropertyOptional({ example: 'ticket 4711' })
  @IsLeftOutOr()
  @IsString()
  @TextLength(1, NOTE_CHARS_MAX)
  note?: string;
}

export class MuteDto extends GroupActDto {
  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Until when. This, `sagas`, or both: whichever comes first ends it.',
  })
  @IsLeftOutOr()
  @IsISO8601({ strict: true, strictSeparator: true })
  @TextLength(1, 40)
  until?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'Until so many more sagas came to it.' })
  @IsLeftOutOr()
  @IsInt()
  @Min(1)
  @Max(SAGAS_MAX)
  sagas?: number;
}

export class ResolveDto extends GroupActDto {
  @ApiPropertyOptional({
    type: 'integer',
    description:
      'The first version of the definition without it: sagas of earlier ones may still come to ' +
      'it. Left out: any saga that comes is a regression.',
  })
  @IsLeftOutOr()
  @IsInt()
  @Min(1)
  @Max(VERSION_MAX)
  inVersion?: number;

  @ApiPropertyOptional({ example: 'the timeout is 30 s now' })
  @IsLeftOutOr()
  @IsString()
  @TextLength(1, NOTE_CHARS_MAX)
  note?: string;
}
