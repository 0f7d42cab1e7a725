import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Direction } from '#engine';
import { DIRECTIONS } from '../openapi/engine-enums.js';
import { Nullable } from '../openapi/fields.js';
import { integer, text, uuid } from '../openapi/schema-parts.js';
import { PreviewView } from '../verbs/preview-view.js';

/** What one of the sagas would do. */
@ApiSchema({ name: 'BulkSample' })
export class BulkSampleView {
  @ApiProperty(uuid)
  readonly sagaId!: string;

  @ApiProperty({ description: 'The action would be done.' })
  readonly allowed!: boolean;

  @Nullable({ type: 'string' }, 'Why not.')
  readonly code!: string | null;

  @Nullable({ type: 'string' }, 'For people.')
  readonly detail!: string | null;

  @Nullable(PreviewView, 'As of an action on this saga alone. null: it would be refused.')
  readonly preview!: PreviewView | null;
}

@ApiSchema({ name: 'BulkCommandKind' })
class CommandKindView {
  @ApiProperty({ example: 'shipping' })
  readonly participant!: string;

  @ApiProperty({ example: 'shipping.ship' })
  readonly command!: string;

  @ApiProperty({ enum: DIRECTIONS })
  readonly direction!: Direction;

  @ApiProperty({ description: 'A pause holds these: they do not go out now.' })
  readonly isHeld!: boolean;

  @ApiProperty({ ...integer, description: 'How many would go out.' })
  readonly commands!: number;

  @ApiProperty({ ...integer, description: 'Of how many sagas.' })
  readonly sagas!: number;
}

@ApiSchema({ name: 'BulkRefusalKind' })
class RefusalKindView {
  @ApiProperty({ example: 'SAGA_NOT_STUCK' })
  readonly code!: string;

  @ApiProperty(text('Of the first saga that would be refused for it.'))
  readonly detail!: string;

  @ApiProperty(integer)
  readonly sagas!: number;
}

/** What a bulk would do at once, counted. */
@ApiSchema({ name: 'BulkOutlook' })
export class BulkOutlookView {
  @ApiProperty({ ...integer, description: 'Sagas that were looked at, in order of their ids.' })
  readonly looked!: number;

  @ApiProperty({
    description: 'All of them were. false: time was up, or there are too many kinds.',
  })
  readonly isWhole!: boolean;

  @ApiProperty({ ...integer, description: 'With so many of those the action would be done.' })
  readonly allowed!: number;

  @ApiProperty({ type: [CommandKindView], description: 'What would go out, the most first.' })
  readonly commands!: readonly CommandKindView[];

  @ApiProperty({ type: [RefusalKindView], description: 'Why not with the others.' })
  readonly refusals!: readonly RefusalKindView[];
}
