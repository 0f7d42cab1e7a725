import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { Plan, PlannedStep } from '#graph';
import { Nullable } from '../openapi/fields.js';

const string = { type: 'string' } as const;

@ApiSchema({ name: 'PlannedStep' })
class PlannedStepView implements PlannedStep {
  @ApiProperty({ example: 'authorizePayment' })
  readonly name!: string;

  @ApiProperty({
    enum: ['command', 'saga', 'wait', 'event', 'delay', 'publish', 'fail', 'end'],
    description: '`saga`: it starts a child.',
  })
  readonly does!: PlannedStep['does'];

  @Nullable(string, 'The command, definition, signal, event or code that it is about.')
  readonly about!: string | null;

  @ApiProperty({ enum: ['compensatable', 'pivot', 'retryable'] })
  readonly kind!: PlannedStep['kind'];

  @ApiProperty({ type: [String], description: 'Steps that come right before it.' })
  readonly after!: readonly string[];

  @Nullable(string, 'The command or event that takes it back; null: nothing does.')
  readonly undo!: string | null;

  @Nullable({ type: 'string', enum: ['forEach', 'repeat'] })
  readonly loop!: PlannedStep['loop'];

  @ApiProperty({ description: 'It may be skipped.' })
  readonly isConditional!: boolean;
}

/** What a definition does, for pictures. */
@ApiSchema({ name: 'Plan' })
export class PlanView implements Plan {
  @ApiProperty({ type: [PlannedStepView], description: 'In the order of the document.' })
  readonly steps!: readonly PlannedStepView[];
}

export class PictureQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'Also how many open sagas are at each step and each undo.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  counts?: 'true' | 'false';
}
