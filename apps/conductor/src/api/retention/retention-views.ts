import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { operatorStores } from '#persistence';
import { Nullable } from '../openapi/fields.js';
import { instant, integer, text } from '../openapi/schema-parts.js';

@ApiSchema({ name: 'RetentionRule' })
export class RetentionRuleView {
  @Nullable({ type: 'string' }, 'null: all definitions that have no rule of their own.')
  readonly definition!: string | null;

  @Nullable(integer, 'Days after the end; null: for ever.')
  readonly completedDays!: number | null;

  @Nullable(integer, 'Days after the end; null: for ever.')
  readonly compensatedDays!: number | null;

  @Nullable(integer, 'Days after the end; null: for ever.')
  readonly abandonedDays!: number | null;

  @ApiProperty(integer)
  readonly revision!: number;

  @ApiProperty(text('Who set it.'))
  readonly actor!: string;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty(instant)
  readonly setAt!: string;
}

class DeletedSagasView {
  @ApiProperty({ type: 'string', format: 'date', description: 'In UTC.' })
  readonly day!: string;

  @ApiProperty()
  readonly definition!: string;

  @ApiProperty({ description: 'How they ended.' })
  readonly status!: string;

  @ApiProperty(integer)
  readonly sagas!: number;
}

@ApiSchema({ name: 'Retention' })
export class RetentionView {
  @ApiProperty({ type: [RetentionRuleView] })
  readonly rules!: readonly RetentionRuleView[];

  @ApiProperty({ type: [DeletedSagasView], description: 'The latest 1,000, for up to 400 days.' })
  readonly deleted!: readonly DeletedSagasView[];
}

class DueSagasView {
  @ApiProperty({ ...integer, description: 'Sagas that all rules together delete now.' })
  readonly sagas!: number;

  @ApiProperty({ ...integer, description: 'Root sagas among them, each with its descendants.' })
  readonly families!: number;

  @ApiProperty({
    ...integer,
    description:
      'Families that are old enough and stay: one of their sagas is open, exempt, holds a lock, ' +
      'or has a message to send or an unresolved dead message.',
  })
  readonly keptFamilies!: number;

  @ApiProperty({ description: 'false: there are at least as many.' })
  readonly isExact!: boolean;
}

@ApiSchema({ name: 'RetentionChange' })
export class RetentionChangeView {
  @ApiProperty()
  readonly dryRun!: boolean;

  @Nullable(
    { allOf: [{ $ref: '#/components/schemas/RetentionRule' }] },
    'As it is now; null: it was a dry run, and there is none.',
  )
  readonly rule!: RetentionRuleView | null;

  @ApiProperty({ type: DueSagasView, description: 'By the rules as they are with this one.' })
  readonly due!: DueSagasView;
}

export function toRuleView(rule: operatorStores.RetentionRule): RetentionRuleView {
  const { definition, completed, compensated, abandoned, revision, actor, reason, setAt } = rule;
  const days = {
    completedDays: completed,
    compensatedDays: compensated,
    abandonedDays: abandoned,
  };
  return { definition, ...days, revision, actor, reason, setAt: setAt.toISOString() };
}
