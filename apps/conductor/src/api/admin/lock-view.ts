import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { LockQueries } from '#queries';
import { SAGA_STATUSES } from '../openapi/engine-enums.js';
import { Nullable, PageOf } from '../openapi/fields.js';
import { instant, integer, uuid } from '../openapi/schema-parts.js';

type LockRecord = Awaited<ReturnType<LockQueries['list']>>[number];

@ApiSchema({ name: 'LockTicket' })
class LockTicketView {
  @ApiProperty(uuid)
  readonly sagaId!: string;

  @ApiProperty()
  readonly definition!: string;

  @Nullable({ type: 'string' })
  readonly sagaKey!: string | null;

  @ApiProperty({ enum: SAGA_STATUSES })
  readonly status!: string;

  @ApiProperty({ ...instant, description: 'When it asked.' })
  readonly since!: string;
}

@ApiSchema({ name: 'Lock' })
class LockView implements LockRecord {
  @ApiProperty()
  readonly key!: string;

  @Nullable(LockTicketView, 'null: a saga holds it whose definition the caller may not see.')
  readonly holder!: LockTicketView | null;

  @ApiProperty({
    type: [LockTicketView],
    description: 'In the order of their turns; the first 100.',
  })
  readonly waiters!: readonly LockTicketView[];

  @ApiProperty(integer)
  readonly waiterCount!: number;
}

export class LockPage extends PageOf(LockView) {}
