import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { checkMigration, RejectionCode } from '#engine';
import { membersOf, Nullable } from '../openapi/fields.js';
import { integer, text, uuid } from '../openapi/schema-parts.js';

type Check = ReturnType<typeof checkMigration>;
type CheckReason = Extract<Check, { readonly fits: false }>['reasons'][number];
/** The second: why the saga, which has advanced since it was checked, was not migrated. */
type ReasonCode = CheckReason['code'] | RejectionCode | 'PREVIEW_OUTDATED';

const REASON_CODES = membersOf<ReasonCode>({
  SAGA_ENDED: true,
  PREVIEW_OUTDATED: true,
  SAGA_COMPENSATING: true,
  STEP_BEING_CAUGHT: true,
  OTHER_DEFINITION: true,
  SAME_VERSION: true,
  ROUTING_SLIP: true,
  CHILD_PIVOT: true,
  INPUT_DOES_NOT_FIT: true,
  OUTPUT_DOES_NOT_FIT: true,
  SIGNAL_DOES_NOT_FIT: true,
  STEP_MISSING: true,
  EVENT_KEY_INVALID: true,
  STEP_ACTION_CHANGED: true,
  STEP_KIND_CHANGED: true,
  PIVOT_CHANGED: true,
  STEP_LOOP_CHANGED: true,
  STEP_COMPENSATION_CHANGED: true,
  STEP_OUT_OF_ORDER: true,
  SAGA_NOT_STUCK: true,
  STEP_NOT_STUCK: true,
  STEP_UNKNOWN: true,
  STEP_STATE_CONFLICT: true,
  INPUT_NOT_EDITABLE: true,
  PIVOT_PASSED: true,
  ALREADY_COMPENSATING: true,
  VERSION_CONFLICT: true,
  DEFINITION_DOES_NOT_FIT: true,
  SIGNAL_NOT_EXPECTED: true,
  SIGNAL_PAYLOAD_INVALID: true,
  TOO_MANY_SIGNALS: true,
  SAGA_FULL: true,
  SIGNAL_ID_REUSED: true,
  LOCK_NOT_HELD: true,
  SAGA_PAUSED: true,
  SAGA_NOT_PAUSED: true,
});

@ApiSchema({ name: 'MigrationReason' })
class MigrationReasonView {
  @ApiProperty({ enum: REASON_CODES, example: 'STEP_OUT_OF_ORDER' })
  readonly code!: ReasonCode;

  @ApiPropertyOptional(text('Left out: the saga as a whole.'))
  readonly step?: string;

  @ApiProperty(text('For people.'))
  readonly detail!: string;
}

@ApiSchema({ name: 'SagaMigration' })
export class SagaMigrationView {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty(integer)
  readonly fromVersion!: number;

  @ApiProperty()
  readonly fits!: boolean;

  @ApiProperty({ type: [MigrationReasonView] })
  readonly reasons!: readonly MigrationReasonView[];
}

@ApiSchema({ name: 'Migration' })
export class MigrationView {
  @ApiProperty()
  readonly dryRun!: boolean;

  @ApiProperty({ ...integer, description: 'The one that sagas were to go on by.' })
  readonly version!: number;

  @ApiProperty({ ...integer, description: 'None with a dry run.' })
  readonly migrated!: number;

  @ApiProperty(integer)
  readonly fitting!: number;

  @ApiProperty(integer)
  readonly notFitting!: number;

  @ApiProperty({ type: [SagaMigrationView], description: 'Oldest first.' })
  readonly sagas!: readonly SagaMigrationView[];

  @Nullable({ type: 'string' }, 'Goes into cursor; null: there are no more.')
  readonly next!: string | null;
}
