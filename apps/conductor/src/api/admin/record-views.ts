import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { JsonValue } from '#protocol';
import { AnyJson, Nullable, PageOf } from '../openapi/fields.js';
import { StatusAndVersion } from '../openapi/problem-view.js';
import { instant, integer, text, uuid } from '../openapi/schema-parts.js';

/** What operators did, and what was set aside for them. */

@ApiSchema({ name: 'AuditRecord' })
export class AuditRecordView {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty(instant)
  readonly at!: string;

  @ApiProperty()
  readonly actor!: string;

  @ApiProperty()
  readonly action!: string;

  @Nullable(uuid, 'null: it is about a definition.')
  readonly sagaId!: string | null;

  @ApiPropertyOptional(text('Posted or retired. Left out: it is about a saga.'))
  readonly definition?: string;

  @ApiProperty()
  readonly reason!: string;

  @AnyJson()
  readonly request!: JsonValue;

  @Nullable(StatusAndVersion, 'null: there was none.')
  readonly before!: StatusAndVersion | null;

  @ApiProperty({ type: StatusAndVersion })
  readonly after!: StatusAndVersion;
}

export class AuditPage extends PageOf(AuditRecordView) {}

@ApiSchema({ name: 'DeadMessage' })
export class DeadMessageView {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty()
  readonly source!: string;

  @ApiProperty(text('Stable, for machines.'))
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
