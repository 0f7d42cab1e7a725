import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { DEAD_MESSAGE_REASONS } from '#contracts';
import type { JsonValue } from '#protocol';
import type { DeadMessageRecord } from '#queries';
import { MASKED } from '../masking/mask-answer.js';
import { Nullable, PageOf } from '../openapi/fields.js';
import { instant, integer, text, uuid } from '../openapi/schema-parts.js';
import { whyNotReplayed } from './why-not-replayed.js';

const LED_TO = ['taken', 'applied', 'ignored', 'set-aside', 'early'];

@ApiSchema({ name: 'DeadMessage' })
export class DeadMessageView {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty({ enum: ['reply', 'timer', 'intake'] })
  readonly source!: string;

  @ApiProperty({
    enum: Object.keys(DEAD_MESSAGE_REASONS),
    description: 'Stable, for machines; CODES.md says what each means.',
  })
  readonly reason!: string;

  @ApiProperty(text('For people.'))
  readonly detail!: string;

  @Nullable(uuid)
  readonly sagaId!: string | null;

  @ApiProperty(text('The first 4 KiB of the body; no more of it was kept.'))
  readonly bodyText!: string;

  @ApiProperty({ ...integer, description: 'Of the whole body.' })
  readonly bodyBytes!: number;

  @ApiProperty(text('Of the whole body, in hexadecimal.'))
  readonly bodySha256!: string;

  @ApiProperty({ description: '`bodyText` is not all of it.' })
  readonly isBodyTruncated!: boolean;

  @ApiProperty({
    description: 'As the sender set them. `•••` to a viewer, where a definition marks anything.',
    anyOf: [{ $ref: '#/components/schemas/MessageProperties' }, { type: 'string', enum: [MASKED] }],
  })
  readonly properties!: JsonValue;

  @ApiProperty(instant)
  readonly createdAt!: string;

  @Nullable(instant)
  readonly resolvedAt!: string | null;

  @Nullable({ type: 'string', enum: ['replayed', 'discarded'] }, 'null: it is open.')
  readonly resolution!: string | null;

  @Nullable({ type: 'string' }, 'Who replayed or discarded it.')
  readonly resolvedBy!: string | null;

  @Nullable({ type: 'string' }, 'Why, in the words of that person.')
  readonly resolvedReason!: string | null;

  @Nullable(
    { type: 'string', enum: LED_TO },
    'What the replay came to. `taken`: a start, signal, event or description was. `applied`: a ' +
      'reply moved its saga. `ignored`: it changed nothing, as a late one does. `set-aside`: it ' +
      'is among the dead messages once more.',
  )
  readonly ledTo!: string | null;

  @ApiProperty({ description: 'It is open, and kept whole: it can be replayed.' })
  readonly isReplayable!: boolean;

  @Nullable({ type: 'string' }, 'Why it cannot be replayed. null: it can, or is resolved.')
  readonly whyNotReplayable!: string | null;
}

export class DeadMessagePage extends PageOf(DeadMessageView) {}

export function toDeadMessageView(record: DeadMessageRecord): DeadMessageView {
  const { position: _, keptBytes, isOriginKnown, createdAt, resolvedAt, ...shown } = record;
  const whyNot =
    resolvedAt === null ? whyNotReplayed({ ...shown, keptBytes, isOriginKnown }) : null;
  return {
    ...shown,
    createdAt: createdAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
    isReplayable: resolvedAt === null && whyNot === null,
    whyNotReplayable: whyNot,
  };
}
