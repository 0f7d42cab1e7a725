import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Nullable } from '../openapi/fields.js';
import { integer, text } from '../openapi/schema-parts.js';
import { DefinitionRef, SagaErrorView } from '../sagas/saga-parts.js';

/* Values are JSON texts, shortened: "…" stands at the end of those that were longer. */

const VALUE = 'As JSON text; "…" at its end: it is longer.';

@ApiSchema({ name: 'SeenValue' })
export class SeenValueView {
  @ApiProperty({
    ...text('Its name, as an expression gives it.'),
    example: 'steps.approve.output.approved',
  })
  readonly text!: string;

  @Nullable(text(VALUE), 'null: it was looked for, and was not there.')
  readonly data!: string | null;
}

/** An expression, or a template, that a transition evaluated. */
@ApiSchema({ name: 'ExplainedExpression' })
export class ExplainedExpressionView {
  @ApiProperty({
    ...text('JSON Pointer into the document of the definition.'),
    example: '/steps/2/when',
  })
  readonly path!: string;

  @ApiProperty({
    ...text('As it is written; a template that is no text as JSON text.'),
    example: '${steps.approve.output.approved}',
  })
  readonly source!: string;

  @Nullable({ type: 'string' }, 'The step, or the iteration of a loop; null: the saga as a whole.')
  readonly step!: string | null;

  @ApiProperty({ type: [SeenValueView], description: 'What it read, in order.' })
  readonly seen!: readonly SeenValueView[];

  @Nullable(text(VALUE), 'What it gave; null: it could not be evaluated.')
  readonly data!: string | null;

  @Nullable(SagaErrorView, 'Why it could not be evaluated; null: it could.')
  readonly error!: SagaErrorView | null;
}

/** What decided a transition. */
@ApiSchema({ name: 'SagaExpressions' })
export class SagaExpressionsView {
  @ApiProperty({ ...integer, description: 'The version of the saga after the transition.' })
  readonly version!: number;

  @ApiProperty({ type: DefinitionRef, description: 'The definition it followed.' })
  readonly definition!: DefinitionRef;

  @ApiProperty({ type: [ExplainedExpressionView], description: 'In the order of its events.' })
  readonly expressions!: readonly ExplainedExpressionView[];

  @ApiProperty({ description: 'false: there were more, or a definition cannot be read now.' })
  readonly isWhole!: boolean;
}
