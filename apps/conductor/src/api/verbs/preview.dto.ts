import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, Max, Min } from 'class-validator';
import { LOCK_KEY_CHARS_MAX, STEP_NAME_CHARS_MAX } from '#definition';
import type { OperatorAction } from '#engine';
import { VERSION_MAX, type JsonValue } from '#protocol';
import { ApiError, type RequestFault } from '../edge/api-error.js';
import { IsLeftOutOr } from '../edge/left-out.js';
import { TextLength } from '../edge/text-length.js';
import { refersTo } from '../openapi/schema-parts.js';
import { ENGINE_VERBS, type EngineVerb } from './saga-verbs.js';

/** `reserve[1023]` */
const ITERATION_CHARS = 8;

export class PreviewDto {
  @ApiProperty({ enum: ENGINE_VERBS, example: 'retry' })
  @IsIn(ENGINE_VERBS)
  action!: EngineVerb;

  @ApiPropertyOptional({ description: 'As with the action itself.' })
  @IsLeftOutOr()
  @IsString()
  @TextLength(1, STEP_NAME_CHARS_MAX + ITERATION_CHARS)
  step?: string;

  @ApiPropertyOptional({ description: 'Of compensate.' })
  @IsLeftOutOr()
  @IsString()
  @TextLength(1, STEP_NAME_CHARS_MAX)
  toStep?: string;

  @ApiPropertyOptional({ description: 'Of retry: other data.', ...refersTo('Json') })
  @IsLeftOutOr()
  input?: JsonValue;

  @ApiPropertyOptional({ description: 'Of skip.', ...refersTo('Json') })
  @IsLeftOutOr()
  output?: JsonValue;

  @ApiPropertyOptional({ enum: ['succeeded', 'undone'], description: 'Of settle.' })
  @IsLeftOutOr()
  @IsIn(['succeeded', 'undone'])
  result?: 'succeeded' | 'undone';

  @ApiPropertyOptional({ description: 'Of release-lock.' })
  @IsLeftOutOr()
  @IsString()
  @TextLength(1, LOCK_KEY_CHARS_MAX)
  key?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'Of migrate.' })
  @IsLeftOutOr()
  @IsInt()
  @Min(1)
  @Max(VERSION_MAX)
  toVersion?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    description: 'The version of the saga that you saw; another one is a 409.',
  })
  @IsLeftOutOr()
  @IsInt()
  @Min(1)
  @Max(VERSION_MAX)
  expectedVersion?: number;
}

type Field = Exclude<keyof PreviewDto, 'action' | 'expectedVersion'>;

/** The fields that a verb needs, and those that it takes. */
const FIELDS: Readonly<
  Record<EngineVerb, { readonly needs?: readonly Field[]; readonly takes?: readonly Field[] }>
> = {
  retry: { takes: ['step', 'input'] },
  skip: { needs: ['step'], takes: ['output'] },
  settle: { needs: ['step', 'result'] },
  cancel: {},
  compensate: { takes: ['toStep'] },
  'release-lock': { needs: ['key'] },
  pause: {},
  resume: {},
  abandon: {},
  migrate: { needs: ['toVersion'] },
};

/** The action that is asked about. @throws ApiError VALIDATION_FAILED: fields of another verb */
export function toAction({ action: name, expectedVersion: _, ...fields }: PreviewDto) {
  const { needs = [], takes = [] } = FIELDS[name];
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const names = given.map(([field]) => field as Field);
  const faults: RequestFault[] = [
    ...needs
      .filter((field) => !names.includes(field))
      .map((field) => faultOf(field, 'isDefined', `${name} needs ${field}`)),
    ...names
      .filter((field) => !needs.includes(field) && !takes.includes(field))
      .map((field) => faultOf(field, 'unknownField', `${name} takes no ${field}`)),
  ];
  if (faults.length === 0) return { name, ...Object.fromEntries(given) } as OperatorAction;
  throw new ApiError('VALIDATION_FAILED', `These are not the fields of ${name}.`, {
    errors: faults,
  });
}

function faultOf(field: Field, rule: string, message: string): RequestFault {
  return { path: `/${field}`, rule, message };
}
