import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { SagaError } from '#engine';
import { Nullable } from '../openapi/fields.js';
import { instant, integer, text } from '../openapi/schema-parts.js';

/** What several views of sagas have in them. */

/** `deadline`: the saga goes backward. `operator`: nothing happens until a person acts. */
const NEXT_ACTIONS = [
  'await-reply',
  'await-signal',
  'await-event',
  'await-lock',
  'delay',
  'next-attempt',
  'deadline',
  'operator',
] as const;

@ApiSchema({ name: 'SagaError' })
export class SagaErrorView implements SagaError {
  @ApiProperty({ example: 'CARD_DECLINED' })
  readonly code!: string;

  @ApiProperty(text('For people.'))
  readonly message!: string;
}

/** What happens next without anyone's doing, and when (ISO 8601). */
@ApiSchema({ name: 'NextAction' })
export class NextAction {
  @ApiProperty({ enum: NEXT_ACTIONS })
  readonly what!: (typeof NEXT_ACTIONS)[number];

  @Nullable({ type: 'string' })
  readonly step!: string | null;

  @Nullable(instant)
  readonly at!: string | null;
}

export class DefinitionRef {
  @ApiProperty({ example: 'order-fulfilment' })
  readonly name!: string;

  @ApiProperty(integer)
  readonly version!: number;
}
