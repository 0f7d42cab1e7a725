import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches } from 'class-validator';
import type { AuditFilter } from '#queries';
import { INSTANT_EXAMPLE } from '#protocol';
import { ApiError } from '../edge/api-error.js';
import { PageQuery } from '../edge/page-query.js';
import { UUID, isUuid } from '../edge/request-parts.js';
import { TextLength } from '../edge/text-length.js';
import { readSpan } from '../finding/saga-filter.dto.js';

const SUBJECT_CHARS_MAX = 640;
const SUBJECT = /^([a-z][a-z-]{0,31})(?::([^]+))?$/;

export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Of this saga only.' })
  @IsOptional()
  @IsString()
  @Matches(UUID, { message: 'saga must be the id of a saga' })
  saga?: string;

  @ApiPropertyOptional({ description: 'Who did it: the whole name.' })
  @IsOptional()
  @IsString()
  @TextLength(1, 256)
  actor?: string;

  @ApiPropertyOptional({ example: 'retry' })
  @IsOptional()
  @IsString()
  @TextLength(1, 64)
  action?: string;

  @ApiPropertyOptional({
    example: 'definition:order-fulfilment',
    description: 'A kind of subject, or a kind, a colon and an id.',
  })
  @IsOptional()
  @IsString()
  @TextLength(1, SUBJECT_CHARS_MAX)
  subject?: string;

  @ApiPropertyOptional({ enum: ['done', 'refused'] })
  @IsOptional()
  @IsIn(['done', 'refused'])
  outcome?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'A part of this bulk.' })
  @IsOptional()
  @IsString()
  @Matches(UUID, { message: 'operation must be the id of a bulk' })
  operation?: string;

  @ApiPropertyOptional({
    example: '2026-01-31',
    description: `At or after: a date, which begins in UTC, or ${INSTANT_EXAMPLE}.`,
  })
  @IsOptional()
  @IsString()
  from?: string;

  @ApiPropertyOptional({
    example: '2026-01-31T12:00:00Z',
    description: `Before: a date, which begins in UTC, or ${INSTANT_EXAMPLE}.`,
  })
  @IsOptional()
  @IsString()
  to?: string;
}

/** @throws ApiError VALIDATION_FAILED for a subject or an instant that has the wrong form */
export function toAuditFilter(query: AuditQuery): AuditFilter {
  return {
    ...(query.saga === undefined ? {} : { sagaId: query.saga }),
    ...(query.actor === undefined ? {} : { actor: query.actor }),
    ...(query.action === undefined ? {} : { action: query.action }),
    ...(query.subject === undefined ? {} : { subject: readSubject(query.subject) }),
    ...(query.outcome === undefined ? {} : { outcome: query.outcome }),
    ...(query.operation === undefined ? {} : { operationId: query.operation }),
    ...readSpan(query),
  };
}

function readSubject(text: string): NonNullable<AuditFilter['subject']> {
  const [, kind, id] = SUBJECT.exec(text) ?? [];
  const isRight = kind !== undefined && (kind !== 'saga' || id === undefined || isUuid(id));
  if (isRight) return { kind, ...(id === undefined ? {} : { id }) };
  const message =
    'subject must be a kind such as definition, or a kind and an id: definition:order-fulfilment';
  throw new ApiError('VALIDATION_FAILED', message, {
    errors: [{ path: '/subject', rule: 'subject', message }],
  });
}
