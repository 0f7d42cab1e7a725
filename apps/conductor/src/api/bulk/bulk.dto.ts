import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { STEP_NAME_CHARS_MAX } from '#definition';
import type { BulkAction } from '../../workers/bulk/edited-retry.js';
import { parseDuration, type JsonValue } from '#protocol';
import { ApiError, type RequestFault } from '../edge/api-error.js';
import { PageQuery } from '../edge/page-query.js';
import { UUID } from '../edge/request-parts.js';
import { TextLength, ReasonDto } from '../edge/text-length.js';
import { mapOf, refersTo, uuid } from '../openapi/schema-parts.js';
import { BULK_OUTCOMES, BULK_STATES } from './bulk-view.js';

const IDS_MAX = 1000;
const FILTER_CHARS_MAX = 4096;
const CANARY_MAX = 1000;
const RATE_MAX = 100;
const OUTCOME_WITHIN_DEFAULT = '5m';
const OUTCOME_WITHIN_MAX_MS = 24 * 60 * 60 * 1000;

/** What may be done to many sagas at once; locks and versions have calls of their own. */
const BULK_VERBS = [
  ...(['retry', 'skip', 'settle', 'cancel', 'compensate', 'pause', 'resume', 'abandon'] as const),
] as const;
const PREVIEW_HASH = /^[0-9a-f]{64}$/;
type BulkActionName = (typeof BULK_VERBS)[number];

export class MakeBulkDto extends ReasonDto {
  @ApiPropertyOptional({
    maxLength: FILTER_CHARS_MAX,
    example: 'status=stuck&error=ERR_LOCKED',
    description: 'As the query of the list of sagas. Either this or `ids`.',
  })
  @IsOptional()
  @IsString()
  @TextLength(0, FILTER_CHARS_MAX)
  filter?: string;

  @ApiPropertyOptional({ type: 'array', items: uuid, minItems: 1, maxItems: IDS_MAX })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(IDS_MAX)
  @Matches(UUID, { each: true, message: 'ids must be ids of sagas' })
  ids?: string[];

  @ApiProperty({ enum: BULK_VERBS, example: 'retry' })
  @IsIn(BULK_VERBS)
  action!: BulkActionName;

  @ApiPropertyOptional({ description: 'Of retry, skip and settle, as on one saga.' })
  @IsOptional()
  @IsString()
  @TextLength(1, STEP_NAME_CHARS_MAX)
  step?: string;

  @ApiPropertyOptional({ description: 'Of compensate, as on one saga.' })
  @IsOptional()
  @IsString()
  @TextLength(1, STEP_NAME_CHARS_MAX)
  toStep?: string;

  @ApiPropertyOptional({
    ...mapOf(refersTo('Json')),
    example: { address: { country: 'NL' } },
    description:
      'Of retry: a JSON merge patch (RFC 7396) on what the stuck step of each saga sent. What ' +
      'does not fit the command’s schema then is not sent: INPUT_INVALID in the results.',
  })
  @IsOptional()
  @IsObject()
  patch?: Record<string, JsonValue>;

  @ApiPropertyOptional({ description: 'Of skip, as on one saga.', ...refersTo('Json') })
  @IsOptional()
  output?: JsonValue;

  @ApiPropertyOptional({ enum: ['succeeded', 'undone'], description: 'Of settle.' })
  @IsOptional()
  @IsIn(['succeeded', 'undone'])
  result?: 'succeeded' | 'undone';

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: CANARY_MAX,
    default: 1,
    description: 'How many go first, and what comes of them is awaited; 0: none.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(CANARY_MAX)
  canary?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: RATE_MAX,
    description: 'Sagas a second after the canary. Left out: steps of 1, 5, 25, …, each awaited.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(RATE_MAX)
  rate?: number;

  @ApiPropertyOptional({
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.1,
    description: 'It stops when a larger share of the canary, a step, or all fails.',
  })
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(1)
  failureShareMax?: number;

  @ApiPropertyOptional({
    example: OUTCOME_WITHIN_DEFAULT,
    description: 'A saga that is not at rest within this counts as failed: 5m, at most 24h.',
  })
  @IsOptional()
  @IsString()
  outcomeWithin?: string;

  @ApiPropertyOptional({
    description: 'Count what it would do, and look at some; make nothing. Default false.',
  })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;

  @ApiPropertyOptional({
    pattern: PREVIEW_HASH.source,
    description: 'Of the dry run that you confirm: other sagas, or something else, is a 409.',
  })
  @IsOptional()
  @Matches(PREVIEW_HASH, { message: 'previewHash must be the one of a dry run' })
  previewHash?: string;
}

export class BulkResultQuery extends PageQuery {
  @ApiPropertyOptional({ enum: BULK_STATES })
  @IsOptional()
  @IsIn(BULK_STATES)
  state?: string;

  @ApiPropertyOptional({ enum: BULK_OUTCOMES })
  @IsOptional()
  @IsIn(BULK_OUTCOMES)
  outcome?: string;
}

const FIELDS = ['step', 'toStep', 'patch', 'output', 'result'] as const;
type Field = (typeof FIELDS)[number];

/** The fields that a verb needs, and those that it takes beside them. */
const FIELDS_OF: Readonly<
  Record<BulkActionName, { readonly needs?: readonly Field[]; readonly takes?: readonly Field[] }>
> = {
  retry: { takes: ['step', 'patch'] },
  skip: { needs: ['step'], takes: ['output'] },
  settle: { needs: ['step', 'result'] },
  cancel: {},
  compensate: { takes: ['toStep'] },
  pause: {},
  resume: {},
  abandon: {},
};

/** @throws ApiError VALIDATION_FAILED: fields of another verb, or one is missing */
export function toBulkAction(body: MakeBulkDto): BulkAction {
  const { action: name } = body;
  const { needs = [], takes = [] } = FIELDS_OF[name];
  const given = FIELDS.filter((field) => body[field] !== undefined);
  const faults: RequestFault[] = [
    ...needs
      .filter((field) => !given.includes(field))
      .map((field) => fault(field, 'isDefined', `${name} needs ${field}`)),
    ...given
      .filter((field) => !needs.includes(field) && !takes.includes(field))
      .map((field) => fault(field, 'unknownField', `${name} takes no ${field}`)),
  ];
  if (faults.length > 0) throw invalid(`These are not the fields of ${name}.`, faults);
  const fields = Object.fromEntries(given.map((field) => [field, body[field]]));
  return { name, ...fields } as BulkAction;
}

/** In ms. @throws ApiError VALIDATION_FAILED */
export function outcomeWithinOf({ outcomeWithin = OUTCOME_WITHIN_DEFAULT }: MakeBulkDto): number {
  const ms = parseDuration(outcomeWithin);
  if (ms !== null && ms >= 1 && ms <= OUTCOME_WITHIN_MAX_MS) return Math.ceil(ms);
  const message = 'outcomeWithin must be a duration such as 30s or 5m, at most 24h';
  throw invalid(message, [fault('outcomeWithin', 'duration', message)]);
}

export function invalid(detail: string, errors: readonly RequestFault[]): ApiError {
  return new ApiError('VALIDATION_FAILED', detail, { errors });
}

export function fault(field: string, rule: string, message: string): RequestFault {
  return { path: `/${field}`, rule, message };
}
