import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Nullable } from '../openapi/fields.js';
import { integer, text, uuid } from '../openapi/schema-parts.js';

@ApiSchema({ name: 'MigrationReason' })
export class MigrationReasonView {
  @ApiProperty({ example: 'STEP_OUT_OF_ORDER' })
  readonly code!: string;

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
