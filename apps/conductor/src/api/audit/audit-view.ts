import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { AuditRecord } from '#queries';
import type { JsonValue } from '#protocol';
import { AnyJson, Nullable, PageOf } from '../openapi/fields.js';
import { instant, integer, text, uuid } from '../openapi/schema-parts.js';

class AuditSubject {
  @ApiProperty(text('`saga`, `definition`, `participant`, `group`, `bulk`, …'))
  readonly kind!: string;

  @ApiProperty(text('Of a saga its id, of others a name or a key.'))
  readonly id!: string;
}

class AuditSealView {
  @ApiProperty({ ...integer, description: 'Its place in the chain of hashes.' })
  readonly seq!: number;

  @ApiProperty(text('In hexadecimal.'))
  readonly hash!: string;
}

@ApiSchema({ name: 'AuditRecord' })
class AuditRecordView {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty(instant)
  readonly at!: string;

  @ApiProperty()
  readonly actor!: string;

  @Nullable(
    text('`console`, `cli`, `api`, `event`, `bulk` or `conductor`.'),
    'The way it came; `console` and `cli` are what the caller says of itself. ' +
      'null: an earlier release recorded it.',
  )
  readonly via!: string | null;

  @Nullable({ type: 'string' }, 'The name of the key that was shown; null: none was.')
  readonly credential!: string | null;

  @ApiProperty({ example: 'retry' })
  readonly action!: string;

  @ApiProperty({ type: AuditSubject })
  readonly subject!: AuditSubject;

  @Nullable(uuid, 'null: it is not about a saga.')
  readonly sagaId!: string | null;

  @ApiPropertyOptional(text('Posted or retired. Left out: it is not about a definition.'))
  readonly definition?: string;

  @ApiProperty()
  readonly reason!: string;

  @AnyJson('What was asked for: of an action on a saga the action.')
  readonly request!: JsonValue;

  @AnyJson('Of a saga or a definition `{ status, version }`; null: there was nothing.')
  readonly before!: JsonValue;

  @AnyJson('Like `before`. null: there is nothing, or it was refused.')
  readonly after!: JsonValue;

  @ApiProperty({ enum: ['done', 'refused'] })
  readonly outcome!: string;

  @Nullable({ type: 'string' }, 'The code of the refusal; null: it was done.')
  readonly refusal!: string | null;

  @ApiProperty({ ...integer, description: 'More than 1: equal refusals within a minute.' })
  readonly times!: number;

  @Nullable({ type: 'string' }, 'Of the preview that was confirmed; null: none was.')
  readonly previewHash!: string | null;

  @Nullable(uuid, 'The bulk that it is a part of; null: it is by itself.')
  readonly operationId!: string | null;

  @Nullable(AuditSealView, 'null: it waits for its seal, for a moment.')
  readonly seal!: AuditSealView | null;
}

export class AuditPage extends PageOf(AuditRecordView) {}

export function toAuditView({ position: _position, ...record }: AuditRecord): AuditRecordView {
  const { kind, id } = record.subject;
  return {
    ...record,
    at: record.at.toISOString(),
    sagaId: kind === 'saga' ? id : null,
    ...(kind === 'definition' ? { definition: id } : {}),
  };
}
