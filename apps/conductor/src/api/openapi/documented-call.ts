import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ApiError, PROBLEM_MEDIA_TYPE, PROBLEMS, toProblem } from '../edge/api-error.js';
import type { ProblemCode } from '../edge/api-error.js';
import type { SchemaName } from './schemas.js';

interface CallDocument {
  readonly summary: string;
  readonly description?: string;
  /** Schema of the answer by HTTP status; null: no body that is JSON. */
  readonly answers: Readonly<Record<number, SchemaName | null>>;
  readonly problems?: readonly ProblemCode[];
}

/** Problems that every call can give. */
const COMMON_PROBLEMS: readonly ProblemCode[] = [
  'BAD_REQUEST',
  'UNAUTHENTICATED',
  'INTERNAL',
  'STORE_UNAVAILABLE',
];

/** Says in the OpenAPI document what a call answers: the schemas, and every problem by its code. */
export function DocumentedCall(call: CallDocument): MethodDecorator {
  const { summary, description = '' } = call;
  const answers = Object.entries(call.answers).map(([status, schema]) =>
    ApiResponse({
      status: Number(status),
      description: 'Done',
      ...(schema === null ? {} : { schema: { $ref: `#/components/schemas/${schema}` } }),
    }),
  );
  const problems = groupByStatus([...(call.problems ?? []), ...COMMON_PROBLEMS]);
  return applyDecorators(
    ApiOperation({ summary, description }),
    ...answers,
    ...[...problems].map(([status, codes]) => problemResponse(status, codes)),
  );
}

export function IdempotencyKeyHeader(): MethodDecorator {
  return ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key and body again have no further effect; at most 128 characters.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9._:@/+=-]{1,128}$' },
  });
}

function groupByStatus(codes: readonly ProblemCode[]): ReadonlyMap<number, ProblemCode[]> {
  const groups = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const [status] = PROBLEMS[code];
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}

function problemResponse(status: number, codes: readonly ProblemCode[]): MethodDecorator {
  const examples = codes.map((code) => {
    const [, title] = PROBLEMS[code];
    return [code, { summary: title, value: toProblem(new ApiError(code, `${title}.`)) }] as const;
  });
  return ApiResponse({
    status,
    description: codes.join(', '),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples),
      },
    },
  });
}
