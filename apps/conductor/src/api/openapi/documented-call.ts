import { applyDecorators, type Type } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { ApiError, PROBLEM_MEDIA_TYPE, toProblem } from '../edge/api-error.js';
import { PROBLEMS, type ProblemCode } from '../edge/problems.js';
import { uuid } from './schema-parts.js';

interface CallDocument {
  /** The operation's name in a generated client: a verb and its object; unique. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** The view of the answer by HTTP status; null: the answer has no JSON body. */
  readonly answers: Readonly<Record<number, Type | 'text'>>;
  readonly problems?: readonly ProblemCode[];
}

/**
 * Documents a call's answers in OpenAPI: the schemas, and by code every problem that is not common
 * to all calls (`common-problems.ts`).
 */
const PLAIN_TEXT = { content: { 'text/plain': { schema: { type: 'string' } } } } as const;

export function DocumentedCall(call: CallDocument): MethodDecorator {
  const { id: operationId, summary, description = '' } = call;
  const answers = Object.entries(call.answers).map(([status, view]) =>
    ApiResponse({
      status: Number(status),
      description: 'Done',
      ...(view === 'text' ? PLAIN_TEXT : { type: view }),
    }),
  );
  const problems = groupByStatus(call.problems ?? []);
  return applyDecorators(
    ApiOperation({ operationId, summary, description }),
    ...answers,
    ...[...problems].map(([status, codes]) => ApiResponse({ status, ...problemAnswer(codes) })),
  );
}

/** The `id` in an address. */
export function SagaIdParam() {
  return ApiParam({ name: 'id', description: 'The id of a saga.', schema: uuid });
}

/** The `version` in an address. */
export function VersionParam() {
  const schema = { type: 'integer', minimum: 1 } as const;
  return ApiParam({ name: 'version', description: 'The version of a definition.', schema });
}

export function IdempotencyKeyHeader(): MethodDecorator {
  return ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key and body again have no further effect; at most 128 characters.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9._:@/+=-]{1,128}$' },
  });
}

export function groupByStatus(codes: readonly ProblemCode[]): ReadonlyMap<number, ProblemCode[]> {
  const groups = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const [status] = PROBLEMS[code];
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}

/** The response that documents these problems of one status. */
export function problemAnswer(codes: readonly ProblemCode[]) {
  const examples = codes.map((code) => {
    const [, title] = PROBLEMS[code];
    return [code, { summary: title, value: toProblem(new ApiError(code, `${title}.`)) }] as const;
  });
  return {
    description: codes.join(', '),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples),
      },
    },
  };
}
