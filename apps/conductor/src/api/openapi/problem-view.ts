import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { Problem, RequestFault } from '../edge/api-error.js';
import { PROBLEMS, type ProblemCode } from '../edge/problems.js';
import { SAGA_STATUSES } from './engine-enums.js';
import { integer, refersTo, text } from './schema-parts.js';

@ApiSchema({ name: 'Fault' })
export class FaultView implements RequestFault {
  @ApiProperty(text('JSON Pointer to what is wrong.'))
  readonly path!: string;

  @ApiProperty(text('Stable, for machines.'))
  readonly rule!: string;

  @ApiProperty(text('For people.'))
  readonly message!: string;
}

class StatusAndVersion {
  @ApiProperty({ enum: SAGA_STATUSES })
  readonly status!: string;

  @ApiProperty(integer)
  readonly version!: number;
}

@ApiSchema({ name: 'Problem' })
export class ProblemView implements Problem {
  @ApiProperty(text('A URN that names the problem.'))
  readonly type!: string;

  @ApiProperty(text('The same for every occurrence.'))
  readonly title!: string;

  @ApiProperty({ ...integer, description: 'The HTTP status.' })
  readonly status!: number;

  @ApiProperty({ enum: Object.keys(PROBLEMS) })
  readonly code!: ProblemCode;

  @ApiProperty(text('What is wrong with this request.'))
  readonly detail!: string;

  @ApiProperty(text('Names the request, as the header `X-Request-Id` does; the log has it too.'))
  readonly requestId!: string;

  @ApiPropertyOptional({ type: [FaultView] })
  readonly errors?: readonly FaultView[];

  @ApiPropertyOptional({ type: StatusAndVersion, description: 'With a 409: what the saga is now.' })
  readonly current?: StatusAndVersion;

  @ApiPropertyOptional({
    ...refersTo('SagaPreview'),
    description: 'With PREVIEW_OUTDATED: what the action would do now.',
  })
  readonly preview?: object;

  @ApiPropertyOptional({
    ...refersTo('MadeBulkView'),
    description: 'With PREVIEW_OUTDATED of a bulk: a dry run of now, without its outlook.',
  })
  readonly bulk?: object;
}
