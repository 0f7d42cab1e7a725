import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { SAGA_STATUSES } from '../openapi/engine-enums.js';
import { Nullable } from '../openapi/fields.js';
import { ROLES, type Role } from '../edge/access/identity.js';
import { PROBLEMS, type ProblemCode } from '../edge/problems.js';
import { integer, text, uuid } from '../openapi/schema-parts.js';
import { VERB_NAMES, type VerbName } from './saga-verbs.js';

@ApiSchema({ name: 'WhyNot' })
class WhyNotView {
  @ApiProperty({
    enum: Object.keys(PROBLEMS),
    description: 'The code with which the call would be refused.',
  })
  readonly code!: ProblemCode;

  @ApiProperty(text('For people.'))
  readonly detail!: string;
}

/** Beside `verb` the fields of its body that make it this form of it. */
@ApiSchema({ name: 'PossibleAction' })
export class PossibleActionView {
  @ApiProperty({ enum: VERB_NAMES })
  readonly verb!: VerbName;

  @ApiPropertyOptional(text('Of retry, skip and settle. Left out with retry: all that is stuck.'))
  readonly step?: string;

  @ApiPropertyOptional(text('Of compensate. Left out: all the way back.'))
  readonly toStep?: string;

  @ApiPropertyOptional({ enum: ['succeeded', 'undone'], description: 'Of settle.' })
  readonly result?: 'succeeded' | 'undone';

  @ApiPropertyOptional(text('Of release-lock: the key of the lock.'))
  readonly key?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'Of migrate: the latest version.' })
  readonly toVersion?: number;

  @ApiProperty({ description: 'The state of the saga, and the role of this caller, allow it.' })
  readonly allowed!: boolean;

  @Nullable(WhyNotView, 'null: it is allowed.')
  readonly why!: WhyNotView | null;

  @ApiProperty({ enum: ROLES, description: 'The least role that may do it.' })
  readonly needs!: Role;

  @ApiProperty({ description: 'Somebody else has to confirm it: see approvals.' })
  readonly needsSecond!: boolean;
}

@ApiSchema({ name: 'SagaActions' })
export class ActionsView {
  @ApiProperty(uuid)
  readonly sagaId!: string;

  @ApiProperty({ enum: SAGA_STATUSES })
  readonly status!: string;

  @ApiProperty({ ...integer, description: 'All of it is true of this version.' })
  readonly version!: number;

  @ApiProperty({ type: [PossibleActionView] })
  readonly actions!: readonly PossibleActionView[];

  @ApiProperty({
    ...integer,
    description: 'Steps whose actions are not here: only 100 are shown. Ask for one with `step`.',
  })
  readonly stepsLeftOut!: number;
}
