import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { ListedCommand } from '#persistence';
import { Nullable, NullableArray, PageOf } from '../openapi/fields.js';
import { instant, integer, text } from '../openapi/schema-parts.js';

@ApiSchema({ name: 'ParticipantCommand' })
class ParticipantCommandView implements ListedCommand {
  @ApiProperty()
  readonly command!: string;

  @ApiProperty()
  readonly hasInputSchema!: boolean;

  @ApiProperty()
  readonly hasOutputSchema!: boolean;
}

@ApiSchema({ name: 'Participant' })
export class ParticipantView {
  @ApiProperty()
  readonly participant!: string;

  @ApiProperty()
  readonly queue!: string;

  @Nullable(
    { type: 'boolean' },
    'null: the broker cannot be asked now; so are consumers and ready.',
  )
  readonly queueExists!: boolean | null;

  @Nullable(integer)
  readonly consumers!: number | null;

  @Nullable(integer, 'Messages with commands that wait.')
  readonly ready!: number | null;

  @Nullable(
    integer,
    'How many commands one message to it may carry: what all live processes that read its queue ' +
      'take. 1: each command has a message of its own. null: the broker cannot be asked now.',
  )
  readonly envelopes!: number | null;

  @Nullable(instant, 'When its description last came; null: it never described itself.')
  readonly lastSeenAt!: string | null;

  @NullableArray(ParticipantCommandView, 'null: it never described itself.')
  readonly commands!: readonly ParticipantCommandView[] | null;

  @ApiPropertyOptional(text('Why commands do not reach its queue; left out: they do.'))
  readonly undelivered?: string;
}

export class ParticipantPage extends PageOf(ParticipantView) {}
