import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { accessStores } from '#persistence';
import { ROLES } from '../edge/access/identity.js';
import { Nullable, PageOf } from '../openapi/fields.js';
import { instant, text } from '../openapi/schema-parts.js';

@ApiSchema({ name: 'ApiKey' })
export class KeyView {
  @ApiProperty(text('The part of the key that is no secret.'))
  readonly id!: string;

  @ApiProperty(text('The actor in the audit log.'))
  readonly name!: string;

  @ApiProperty({ enum: ROLES })
  readonly role!: string;

  @Nullable({ type: 'array', items: { type: 'string' } }, 'null: all.')
  readonly definitions!: readonly string[] | null;

  @ApiProperty(instant)
  readonly createdAt!: string;

  @ApiProperty()
  readonly createdBy!: string;

  @Nullable(instant, 'null: it does not expire.')
  readonly expiresAt!: string | null;

  @Nullable(instant)
  readonly revokedAt!: string | null;

  @Nullable({ type: 'string' }, 'The id of the key that it was rotated to.')
  readonly replacedBy!: string | null;

  @Nullable(instant, 'To the minute, and known some minutes later; null: never.')
  readonly lastUsedAt!: string | null;
}

@ApiSchema({ name: 'MadeApiKey' })
export class MadeKeyView extends KeyView {
  @ApiProperty(text('The key itself. It is shown this once, and kept nowhere.'))
  readonly key!: string;
}

export class KeyPage extends PageOf(KeyView) {}

export function toKeyView(record: accessStores.KeyRecord): KeyView {
  const { id, name, role, definitions, createdBy, replacedBy } = record;
  return {
    ...{ id, name, role, definitions, createdBy, replacedBy },
    createdAt: record.createdAt.toISOString(),
    expiresAt: record.expiresAt?.toISOString() ?? null,
    revokedAt: record.revokedAt?.toISOString() ?? null,
    lastUsedAt: record.lastUsedAt?.toISOString() ?? null,
  };
}
