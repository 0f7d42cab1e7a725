import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Undelivered } from '#queries';
import { Nullable } from '../openapi/fields.js';
import { instant, integer, text, uuid } from '../openapi/schema-parts.js';
import { DIRECTIONS } from '../openapi/engine-enums.js';
import { SagaErrorView } from '../sagas/saga-parts.js';

const STATES = ['stuck', 'retrying'] as const;

/** Sagas that have the same trouble at the same place. */
export class FailureGroup {
  @ApiProperty()
  readonly definition!: string;

  @ApiProperty()
  readonly step!: string;

  @ApiProperty({ enum: DIRECTIONS })
  readonly direction!: string;

  @ApiProperty({
    enum: STATES,
    description: '`stuck`: waits for a person. `retrying`: attempts are left.',
  })
  readonly state!: (typeof STATES)[number];

  @ApiProperty(text('The same for errors that differ in ids and numbers only.'))
  readonly fingerprint!: string;

  @ApiProperty({ type: SagaErrorView })
  readonly error!: SagaErrorView;

  @ApiProperty(integer)
  readonly count!: number;

  @ApiProperty({ ...instant, description: 'When the longest unchanged of them last changed.' })
  readonly oldestAt!: string;

  @ApiProperty({ type: 'array', items: uuid })
  readonly sampleSagaIds!: readonly string[];
}

@ApiSchema({ name: 'Undelivered' })
export class UndeliveredView implements Omit<Undelivered, 'oldestAt'> {
  @Nullable({ type: 'string' }, 'Who does not get them; null: events.')
  readonly participant!: string | null;

  @ApiProperty(text('`UNROUTABLE`, or a code and what the broker said.'))
  readonly reason!: string;

  @ApiProperty({ ...integer, description: 'Of the 1,000 oldest.' })
  readonly messages!: number;

  @ApiProperty(instant)
  readonly oldestAt!: string;
}

@ApiSchema({ name: 'Failures' })
export class FailuresView {
  @ApiProperty({ type: [FailureGroup] })
  readonly groups!: readonly FailureGroup[];

  @ApiProperty({ description: 'There are more open sagas than were looked at.' })
  readonly truncated!: boolean;

  @ApiProperty({ type: [UndeliveredView] })
  readonly undelivered!: readonly UndeliveredView[];
}

/** Those of sagas. */
export type Failures = Omit<FailuresView, 'undelivered'>;
