import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { instant, integer } from '../openapi/schema-parts.js';

/** How long a step took where it succeeded. */
@ApiSchema({ name: 'StepTime' })
export class StepTimeView {
  @ApiProperty({ example: 'authorizePayment', description: 'A loop: each of its iterations.' })
  readonly step!: string;

  @ApiProperty({ ...integer, description: 'How often it succeeded in these sagas.' })
  readonly count!: number;

  @ApiProperty({ ...integer, description: 'Half of them took no longer, in ms.' })
  readonly p50Ms!: number;

  @ApiProperty({ ...integer, description: '19 of 20 took no longer, in ms.' })
  readonly p95Ms!: number;
}

/** What the steps of a version usually take. */
@ApiSchema({ name: 'StepTimes' })
export class StepTimesView {
  @ApiProperty({ ...instant, description: 'The sagas started after this: seven days ago.' })
  readonly since!: string;

  @ApiProperty({
    ...integer,
    description: 'How many sagas were looked at: the newest that completed, at most 100.',
  })
  readonly sagas!: number;

  @ApiProperty({
    type: [StepTimeView],
    description:
      'In the order of the definition; steps that succeeded in none of them are left out.',
  })
  readonly steps!: readonly StepTimeView[];
}
