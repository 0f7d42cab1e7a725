import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { instant, integer } from '../openapi/schema-parts.js';

@ApiSchema({ name: 'OpenByStatus' })
export class OpenByStatusView {
  @ApiProperty(integer)
  readonly running!: number;

  @ApiProperty(integer)
  readonly compensating!: number;

  @ApiProperty(integer)
  readonly stuck!: number;
}

@ApiSchema({ name: 'VersionCounts' })
class VersionCountsView extends OpenByStatusView {
  @ApiProperty(integer)
  readonly version!: number;
}

/** How many sagas of each version are open. */
@ApiSchema({ name: 'DefinitionCounts' })
export class DefinitionCountsView {
  @ApiProperty(instant)
  readonly countedAt!: string;

  @ApiProperty({
    type: [VersionCountsView],
    description: 'In the order of versions; those without open sagas are left out.',
  })
  readonly versions!: readonly VersionCountsView[];
}

@ApiSchema({ name: 'SideCounts' })
export class SideCountsView {
  @ApiProperty({ ...integer, description: 'Sagas that are there, with those that are stuck.' })
  readonly open!: number;

  @ApiProperty({ ...integer, description: 'Those of them that need a person.' })
  readonly stuck!: number;
}

@ApiSchema({ name: 'StepCounts' })
export class StepCountsView {
  @ApiProperty({ example: 'authorizePayment' })
  readonly step!: string;

  @ApiProperty({ type: SideCountsView })
  readonly forward!: SideCountsView;

  @ApiProperty({ type: SideCountsView })
  readonly undo!: SideCountsView;
}

/** Where the open sagas of a version are. */
@ApiSchema({ name: 'VersionStepCounts' })
export class VersionStepCountsView {
  @ApiProperty({ ...instant, description: 'Counted again as soon as it is cheap enough.' })
  readonly countedAt!: string;

  @ApiProperty({ type: OpenByStatusView })
  readonly open!: OpenByStatusView;

  @ApiProperty({
    type: [StepCountsView],
    description:
      'By name; those where no saga is are left out. A saga is counted at each of its steps that ' +
      'are under way or stuck.',
  })
  readonly steps!: readonly StepCountsView[];
}
