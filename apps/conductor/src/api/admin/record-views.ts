import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { DEAD_MESSAGE_REASONS } from '#contracts';
import type { OperatorAction } from '#engine';
import type { JsonValue } from '#protocol';
import { AnyJson, membersOf, Nullable, PageOf } from '../openapi/fields.js';
import { SAGA_STATUSES } from '../openapi/engine-enums.js';
import { instant, integer, text, uuid } from '../openapi/schema-parts.js';

/** What operators did, and what was set aside for them. */

const AUDITED_ACTIONS = [
  ...membersOf<OperatorAction['name']>({
    retry: true,
    skip: true,
    compensate: true,
    cancel: true,
    settle: true,
    'release-lock': true,
    abandon: true,
    migrate: true,
  }),
  'post-definition',
  'retire-definition',
];

/** A saga, or a version of a definition, beside an action. */
class AuditedState {
  @ApiProperty({
    enum: [...SAGA_STATUSES, 'active', 'retired'],
    description: '`active` and `retired`: a version of a definition.',
  })
  readonly status!: string;

  @ApiProperty(integer)
  readonly version!: number;
}

@ApiSchema({ name: 'AuditRecord' })
class AuditRecordView {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty(instant)
  readonly at!: string;

  @ApiProperty()
  readonly actor!: string;

  @ApiProperty({ enum: AUDITED_ACTIONS })
  readonly action!: string;

  @Nullable(uuid, 'null: it is about a definition.')
  readonly sagaId!: string | null;

  @ApiPropertyOptional(text('Posted or retired. Left out: it is about a saga.'))
  readonly definition?: string;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty({
    description: 'Empty: it is about a definition.',
    anyOf: [
      { $ref: '#/components/schemas/OperatorAction' },
      { type: 'object', additionalProperties: false },
    ],
  })
  readonly request!: JsonValue;

  @Nullable(AuditedState, 'null: there was none.')
  readonly before!: AuditedState | null;

  @ApiProperty({ type: AuditedState })
  readonly after!: AuditedState;
}

export class AuditPage extends PageOf(AuditRecordView) {}

@ApiSchema({ name: 'DeadMessage' })
class DeadMessageView {
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

  @AnyJson('Of headers that are long only the names.')
  readonly properties!: JsonValue;

  @ApiProperty(instant)
  readonly createdAt!: string;

  @Nullable(instant)
  readonly resolvedAt!: string | null;

  @Nullable({ type: 'string' })
  readonly resolution!: string | null;
}

export class DeadMessagePage extends PageOf(DeadMessageView) {}
