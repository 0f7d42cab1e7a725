import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { operatorStores } from '#persistence';
import type { JsonValue } from '#protocol';
import { BulkSampleView } from '../bulk/bulk-outlook-view.js';
import { ACTS } from '../edge/access/act-config.js';
import { ROLES } from '../edge/access/identity.js';
import { PageQuery } from '../edge/page-query.js';
import { AnyJson, Nullable, PageOf } from '../openapi/fields.js';
import { instant, integer, text, uuid } from '../openapi/schema-parts.js';
import { PreviewView } from '../verbs/preview-view.js';

export const APPROVAL_STATES = [
  ...(['open', 'confirming', 'confirmed'] as const),
  ...(['rejected', 'withdrawn', 'expired'] as const),
] as const;

@ApiSchema({ name: 'ApprovalSubject' })
class ApprovalSubjectView {
  @ApiProperty(text('`saga`, `definition`, `bulk`, `key`, …; `route`: the address says it.'))
  readonly kind!: string;

  @ApiProperty()
  readonly id!: string;
}

@ApiSchema({ name: 'ApprovalRequest' })
class ApprovalRequestView {
  @ApiProperty({ example: 'POST' })
  readonly method!: string;

  @ApiProperty(text('With the query.'))
  readonly path!: string;

  @AnyJson('As it was sent; null: there is none.')
  readonly body!: JsonValue;
}

@ApiSchema({ name: 'ApprovalDecision' })
class ApprovalDecisionView {
  @ApiProperty()
  readonly actor!: string;

  @ApiProperty()
  readonly reason!: string;

  @ApiProperty(instant)
  readonly at!: string;
}

@ApiSchema({ name: 'Approval' })
export class ApprovalView {
  @ApiProperty(uuid)
  readonly id!: string;

  @ApiProperty({
    enum: APPROVAL_STATES,
    description: '`confirming`: it was confirmed, and it is being done.',
  })
  readonly state!: string;

  @ApiProperty({ enum: ACTS, description: 'As the audit log names it.' })
  readonly act!: string;

  @ApiProperty({ type: ApprovalSubjectView })
  readonly subject!: ApprovalSubjectView;

  @Nullable({ type: 'string' }, 'The one definition that it concerns; null: several, or none.')
  readonly definition!: string | null;

  @ApiProperty({ enum: ROLES, description: 'The least role that may do it, and so confirm it.' })
  readonly needs!: string;

  @ApiProperty({ type: ApprovalRequestView, description: 'The call that does it.' })
  readonly request!: ApprovalRequestView;

  @ApiProperty(text('Why it is asked for.'))
  readonly reason!: string;

  @ApiProperty(text('Who asked.'))
  readonly actor!: string;

  @Nullable({ type: 'string' }, 'What they showed, such as `key:<id>`.')
  readonly credential!: string | null;

  @ApiProperty(instant)
  readonly createdAt!: string;

  @ApiProperty({ ...instant, description: 'Nobody can confirm it then.' })
  readonly expiresAt!: string;

  @Nullable({ type: 'string' }, 'What it does; null: there are no previews of this act.')
  readonly previewHash!: string | null;

  @Nullable(integer, 'Of a bulk how many sagas it is about: those when it was asked for.')
  readonly sagas!: number | null;

  @Nullable(ApprovalDecisionView, 'null: nobody has decided.')
  readonly decision!: ApprovalDecisionView | null;
}

export class ApprovalPage extends PageOf(ApprovalView) {}

@ApiSchema({ name: 'ApprovalRefusal' })
class ApprovalRefusalView {
  @ApiProperty(text('The code with which it would be refused.'))
  readonly code!: string;

  @ApiProperty(text('For people.'))
  readonly detail!: string;
}

@ApiSchema({ name: 'ApprovalNow' })
export class ApprovalNowView extends ApprovalView {
  @Nullable(PreviewView, 'What it would do now. null: it is refused, or there are no previews.')
  readonly preview!: PreviewView | null;

  @Nullable({ type: 'boolean' }, 'That is what was asked for; null: there is no preview.')
  readonly holds!: boolean | null;

  @Nullable(ApprovalRefusalView, 'Why it would not be done now; null: nothing is known of that.')
  readonly refusal!: ApprovalRefusalView | null;

  @ApiProperty({ type: [BulkSampleView], description: 'Of a bulk the first sagas.' })
  readonly sample!: readonly BulkSampleView[];

  @Nullable(ApprovalRefusalView, 'Why this caller may not confirm it; null: they may.')
  readonly whyNot!: ApprovalRefusalView | null;
}

@ApiSchema({ name: 'ConfirmedApproval' })
export class ConfirmedApprovalView extends ApprovalView {
  @AnyJson('What the call answered; it is not stored. null: it had been done before.')
  readonly answer!: JsonValue;
}

export class ApprovalListQuery extends PageQuery {
  @ApiPropertyOptional({ enum: APPROVAL_STATES })
  @IsOptional()
  @IsIn(APPROVAL_STATES)
  state?: string;
}

export function toApprovalView(record: operatorStores.ApprovalRecord): ApprovalView {
  const { id, state, act, definition, needs, reason, actor, credential } = record;
  const { decidedAt, decidedBy, decidedReason } = record;
  return {
    ...{ id, state, act, definition, needs, reason, actor, credential },
    subject: { kind: record.subjectKind, id: record.subjectId },
    request: {
      method: record.method,
      path: record.path,
      body: record.body === null ? null : (JSON.parse(record.body) as JsonValue),
    },
    createdAt: record.createdAt.toISOString(),
    expiresAt: record.expiresAt.toISOString(),
    previewHash: record.previewHash,
    sagas: record.sagas,
    decision:
      decidedAt === null
        ? null
        : {
            actor: decidedBy ?? '',
            reason: decidedReason ?? '',
            at: decidedAt.toISOString(),
          },
  };
}
