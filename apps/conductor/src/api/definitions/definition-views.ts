import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { PlanView } from '../graph/plan-view.js';
import { Nullable, NullableArray, PageOf } from '../openapi/fields.js';
import { FaultView } from '../openapi/problem-view.js';
import { instant, integer, refersTo, text } from '../openapi/schema-parts.js';
import { FailurePathView } from './failure-path-view.js';

/** The schema of a document is written by hand: it is the caller's, and no view of ours. */
const DOCUMENT = refersTo('DefinitionDocument');

/** Which version of which definition it is. */
class NamedVersion {
  @ApiProperty({ example: 'order-fulfilment' })
  readonly name!: string;

  @ApiProperty(integer)
  readonly version!: number;

  @ApiProperty(text('SHA-256 of the canonical document, in hex.'))
  readonly hash!: string;
}

@ApiSchema({ name: 'PostedDefinition' })
export class PostedDefinitionView extends NamedVersion {
  @ApiPropertyOptional({
    anyOf: [integer, { type: 'null' }],
    description:
      'Only when starts do not take this version: the one that they take; null: none, all are ' +
      'retired. Retire the later versions to go back to this one.',
  })
  readonly latest?: number | null;

  @ApiPropertyOptional({
    type: [FaultView],
    description: 'As `validate` gives them; nothing is refused for one. Left out: there are none.',
  })
  readonly warnings?: readonly FaultView[];
}

@ApiSchema({ name: 'DefinitionVersion' })
export class DefinitionVersionView extends NamedVersion {
  @ApiProperty(instant)
  readonly createdAt!: string;

  @Nullable(instant)
  readonly retiredAt!: string | null;
}

@ApiSchema({ name: 'Definition' })
export class DefinitionView extends DefinitionVersionView {
  @ApiProperty(DOCUMENT)
  readonly document!: unknown;
}

@ApiSchema({ name: 'DefinitionWithVersions' })
export class DefinitionWithVersionsView extends DefinitionView {
  @ApiProperty({ type: [DefinitionVersionView] })
  readonly versions!: readonly DefinitionVersionView[];
}

@ApiSchema({ name: 'DefinitionSummary' })
class DefinitionSummaryView extends DefinitionVersionView {
  @Nullable({ type: 'string' })
  readonly description!: string | null;

  @ApiProperty({ ...integer, description: 'How many there are.' })
  readonly versions!: number;
}

export class DefinitionPage extends PageOf(DefinitionSummaryView) {}

@ApiSchema({ name: 'ValidationReport' })
export class ValidationReportView {
  @ApiProperty()
  readonly valid!: boolean;

  @ApiProperty({ type: [FaultView] })
  readonly errors!: readonly FaultView[];

  @ApiProperty({ type: [FaultView] })
  readonly warnings!: readonly FaultView[];

  @Nullable(PlanView, 'What a picture of it needs; null: it is not valid.')
  readonly plan!: PlanView | null;

  @NullableArray(
    FailurePathView,
    'null: it is not valid, nobody asked for it, or there are too many paths.',
  )
  readonly failureMatrix!: readonly FailurePathView[] | null;
}

@ApiSchema({ name: 'FailureMatrix' })
export class FailureMatrixView {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty(integer)
  readonly version!: number;

  @NullableArray(FailurePathView, 'null: there are too many.')
  readonly paths!: readonly FailurePathView[] | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What each way to go wrong means, for people.',
  })
  readonly faults!: Readonly<Record<string, string>>;
}
