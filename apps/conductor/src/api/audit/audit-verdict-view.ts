import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches } from 'class-validator';
import type { AuditVerdict, ChainPoint } from '#persistence';
import { Nullable } from '../openapi/fields.js';
import { arrayOf, integer, text, uuid } from '../openapi/schema-parts.js';

const SEQ = /^\d{1,15}$/;
const POINT = /^([1-9]\d{0,14}):([0-9a-f]{64})$/;

export class AuditVerifyQuery {
  @ApiPropertyOptional({
    pattern: SEQ.source,
    example: '1000000',
    description: 'Begins after this place: the `head.seq` of an answer that is not complete.',
  })
  @IsOptional()
  @IsString()
  @Matches(SEQ, { message: 'after must be a whole number of at most 15 digits' })
  after?: string;

  @ApiPropertyOptional({
    pattern: POINT.source,
    description: 'A head of before, `seq:hash`: all up to it has to be what it was then.',
  })
  @IsOptional()
  @IsString()
  @Matches(POINT, { message: 'expect must be a place, a colon and 64 hexadecimal digits' })
  expect?: string;
}

export function toVerifyOptions({ after, expect }: AuditVerifyQuery): {
  readonly afterSeq: number;
  readonly expected?: ChainPoint;
} {
  const [, seq, hash] = POINT.exec(expect ?? '') ?? [];
  const known =
    seq === undefined || hash === undefined ? {} : { expected: { seq: Number(seq), hash } };
  return { afterSeq: Number(after ?? 0), ...known };
}

class ChainPointView {
  @ApiProperty({ ...integer, description: 'The place in the chain; 0: before the first record.' })
  readonly seq!: number;

  @ApiProperty(text('In hexadecimal.'))
  readonly hash!: string;
}

class ChainFaultView {
  @ApiProperty(integer)
  readonly seq!: number;

  @Nullable(uuid, 'The record that is there; null: none is.')
  readonly id!: string | null;

  @ApiProperty({
    enum: ['missing', 'changed', 'beginning-missing', 'other-than-expected'],
    description:
      '`missing`: no record is at this place. `changed`: it is not what was sealed. ' +
      '`beginning-missing`: what came before is gone, and no trimming of the log says so. ' +
      '`other-than-expected`: the hash is not the one that you gave.',
  })
  readonly what!: NonNullable<AuditVerdict['fault']>['what'];
}

class UnsealedView {
  @ApiProperty(integer)
  readonly count!: number;

  @ApiProperty({ ...arrayOf(uuid), description: 'The oldest, at most 100.' } as object)
  readonly ids!: readonly string[];
}

/** What was found of the chain of hashes over the audit log. */
export class AuditVerdictView {
  @ApiProperty({ description: 'Every record that was looked at is what was sealed.' })
  readonly isIntact!: boolean;

  @ApiProperty({ type: ChainPointView, description: 'What was looked at begins after it.' })
  readonly after!: ChainPointView;

  @ApiProperty({
    type: ChainPointView,
    description: 'What was looked at ends with it, if it is intact. Keep it elsewhere.',
  })
  readonly head!: ChainPointView;

  @ApiProperty({ ...integer, description: 'Records that were looked at.' })
  readonly checked!: number;

  @ApiProperty({ description: 'false: there was no time for the rest; go on after `head.seq`.' })
  readonly isComplete!: boolean;

  @Nullable(ChainFaultView, 'The first broken link; null: none was found.')
  readonly fault!: ChainFaultView | null;

  @ApiProperty({ type: UnsealedView, description: 'Records that wait for their seal.' })
  readonly unsealed!: UnsealedView;
}
