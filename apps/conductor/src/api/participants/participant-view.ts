import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { ListedCommand } from '#persistence';
import type { JsonValue } from '#protocol';
import { AnyJson, Nullable, NullableArray, PageOf } from '../openapi/fields.js';
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

export class ParticipantFactsView {
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

  @ApiPropertyOptional(text('Why commands do not reach its queue; left out: they do.'))
  readonly undelivered?: string;
}

@ApiSchema({ name: 'Participant' })
export class ParticipantView extends ParticipantFactsView {
  @NullableArray(ParticipantCommandView, 'null: it never described itself.')
  readonly commands!: readonly ParticipantCommandView[] | null;
}

@ApiSchema({ name: 'DescribedCommand' })
class DescribedCommandView extends ParticipantCommandView {
  @AnyJson('JSON Schema of the data; null: nothing is said of it, or it is left out here.')
  readonly inputSchema!: JsonValue;

  @AnyJson('JSON Schema of what a success gives; null: as above.')
  readonly outputSchema!: JsonValue;
}

@ApiSchema({ name: 'DescribedParticipant' })
export class DescribedParticipantView extends ParticipantFactsView {
  @NullableArray(
    DescribedCommandView,
    'null: it never described itself. Schemas beyond 4 MiB in all are left out.',
  )
  readonly commands!: readonly DescribedCommandView[] | null;
}

export class ParticipantPage extends PageOf(ParticipantView) {}
