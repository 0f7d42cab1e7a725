import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, Matches, ValidateIf } from 'class-validator';
import { FILTER_CHARS_MAX } from '#filters';
import { ROLES } from '../edge/access/identity.js';
import { ReasonDto, TextLength } from '../edge/text-length.js';
import { Nullable, PageOf } from '../openapi/fields.js';
import { instant, uuid } from '../openapi/schema-parts.js';

/** A cursor has the name, and is no longer than other cursors. */
const NAME_CHARS_MAX = 64;
const UUID_TEXT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NO_CONTROLS = /^\P{Cc}*$/u;

export class ViewDto {
  @ApiProperty({ minLength: 1, maxLength: NAME_CHARS_MAX, example: 'Stuck at night' })
  @IsString()
  @TextLength(1, NAME_CHARS_MAX)
  @Matches(NO_CONTROLS, { message: 'name must have no control characters' })
  name!: string;

  @ApiProperty({
    maxLength: FILTER_CHARS_MAX,
    example: 'status=stuck&age=>1h',
    description:
      'The filters of the list of sagas, as they stand in its address; empty: all sagas. An ' +
      'address that was copied is taken, too.',
  })
  @IsString()
  filter!: string;

  @ApiPropertyOptional({ default: false, description: 'All callers see it.' })
  @IsOptional()
  @IsBoolean()
  isShared?: boolean;
}

export class DefaultViewDto extends ReasonDto {
  @Nullable(uuid, 'A view that is shared; null: callers of this role see all sagas first.')
  @ValidateIf(({ viewId }: DefaultViewDto) => viewId !== null)
  @IsString()
  @Matches(UUID_TEXT, { message: 'viewId must be the id of a view, or null' })
  viewId!: string | null;
}

@ApiSchema({ name: 'DefaultView' })
export class DefaultViewView {
  @ApiProperty({ enum: ROLES })
  readonly role!: string;

  @Nullable(uuid, 'null: it has none.')
  readonly viewId!: string | null;
}

@ApiSchema({ name: 'SavedView' })
export class SavedViewView {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty({ example: 'Stuck at night' })
  readonly name!: string;

  @ApiProperty({
    example: 'status=stuck&age=>1h',
    description: 'Goes into the address of a list of sagas as it is.',
  })
  readonly filter!: string;

  @ApiProperty({ description: 'All callers see it.' })
  readonly isShared!: boolean;

  @ApiProperty({
    enum: ROLES,
    isArray: true,
    description: 'Callers of these roles see it first, where they asked for nothing else.',
  })
  readonly defaultFor!: readonly string[];

  @ApiProperty({ description: 'Who made it.' })
  readonly owner!: string;

  @ApiProperty({ description: 'The caller may change it.' })
  readonly mayChange!: boolean;

  @ApiProperty(instant)
  readonly createdAt!: string;

  @ApiProperty(instant)
  readonly updatedAt!: string;
}

export class SavedViewPage extends PageOf(SavedViewView) {}
