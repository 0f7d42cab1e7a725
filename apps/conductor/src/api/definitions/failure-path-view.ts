import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type FailurePath, FAULTS } from '#simulation';
import { membersOf } from '../openapi/fields.js';
import { integer } from '../openapi/schema-parts.js';

const ENDS = membersOf<FailurePath['ends']>({
  completed: true,
  compensated: true,
  stuck: true,
  lost: true,
});

/** What becomes of a saga when one step goes wrong in one way. */
@ApiSchema({ name: 'FailurePath' })
export class FailurePathView implements FailurePath {
  @ApiProperty()
  readonly step!: string;

  @ApiProperty({ enum: Object.keys(FAULTS), example: 'reply-lost' })
  readonly fault!: FailurePath['fault'];

  @ApiProperty({
    enum: ENDS,
    description: '`stuck`: a person is needed. `lost`: it neither ends nor asks for anyone.',
  })
  readonly ends!: FailurePath['ends'];

  @ApiProperty({ type: [String], description: 'Steps that need a person.' })
  readonly stuckOn!: readonly string[];

  @ApiProperty({
    type: [String],
    description:
      'In the order in which they were undone; the iterations of a loop as `reserve[1]`.',
  })
  readonly undone!: readonly string[];

  @ApiProperty({
    type: [String],
    description: 'Steps whose effects stay although the saga was taken back.',
  })
  readonly kept!: readonly string[];

  @ApiProperty({
    ...integer,
    description: 'From the start to the end, or until it was stuck.',
  })
  readonly takesMs!: number;
}
