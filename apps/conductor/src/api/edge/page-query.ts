import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches } from 'class-validator';
import { TextLength } from './text-length.js';

/** A cursor has two signed values at the most: 100 to 200 characters. */
const CURSOR_CHARS_MAX = 512;
const LIMIT_MAX = 100;
const LIMIT_DEFAULT = 20;

/** A list that is read on from where the answer before ended. */
export class CursorQuery {
  @ApiPropertyOptional({ description: 'The next of the answer before.' })
  @IsOptional()
  @IsString()
  @TextLength(1, CURSOR_CHARS_MAX)
  cursor?: string;
}

/** Paging for all lists. Values are strings, as in every query. */
export class PageQuery extends CursorQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: LIMIT_MAX,
    default: LIMIT_DEFAULT,
  })
  @IsOptional()
  @IsCount(LIMIT_MAX)
  limit?: string;
}

export function limitOf({ limit }: PageQuery): number {
  return limit === undefined ? LIMIT_DEFAULT : Number(limit);
}

/** The text of a whole number from 1 to a power of ten, without a sign or leading zeros. */
export function IsCount(max: 100 | 1000): PropertyDecorator {
  const digits = String(max).length - 1;
  const form = new RegExp(`^([1-9]\\d{0,${digits - 1}}|${max})$`);
  return Matches(form, { message: `$property must be a number from 1 to ${max}` });
}
