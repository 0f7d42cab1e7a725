import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from '../edge/api-error.js';
import { withRouteConfig } from '../edge/access/route-config.js';
import { HARMLESS_ID } from '../edge/request-parts.js';
import { PROBLEMS, type ProblemCode } from '../edge/problems.js';
import { referToExample } from './problem-examples.js';
import { uuid } from './schema-parts.js';

interface CallDocument {
  /** The operation's name in a generated client: a verb and its object; unique. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** The view of the answer by HTTP status; null: the answer has no JSON body. */
  readonly answers: Readonly<Record<number, Type | 'text' | 'svg'>>;
  /** Answers with a view are given as text too, to whoever asks for `text/plain`. */
  readonly alsoAsText?: true;
  /** A kind of JSON. Default `application/json`. */
  readonly mediaType?: string;
  readonly problems?: readonly ProblemCode[];
}

/**
 * Documents a call's answers in OpenAPI: the schemas, and by code every problem that is not common
 * to all calls (`common-problems.ts`).
 */
const PLAIN_TEXT = { content: { 'text/plain': { schema: { type: 'string' } } } } as const;
const PICTURE = { content: { 'image/svg+xml': { schema: { type: 'string' } } } } as const;

export function DocumentedCall(call: CallDocument): MethodDecorator {
  const { id: operationId, summary, description = '' } = call;
  const answers = Object.entries(call.answers).map(([status, view]) =>
    ApiResponse({
      status: Number(status),
      description: 'Done',
      ...answerWith(view, call),
    }),
  );
  const views = Object.values(call.answers).filter((view) => typeof view !== 'string');
  const problems = groupByStatus(call.problems ?? []);
  return applyDecorators(
    withRouteConfig({ operationId }),
    ApiOperation({ operationId, summary, description }),
    ...answers,
    ApiExtraModels(...views),
    ...[...problems].map(([status, codes]) => ApiResponse({ status, ...problemAnswer(codes) })),
  );
}

function answerWith(view: Type | 'text' | 'svg', { alsoAsText, mediaType }: CallDocument) {
  if (view === 'text') return PLAIN_TEXT;
  if (view === 'svg') return PICTURE;
  if (mediaType === undefined && !alsoAsText) return { type: view };
  const json = { [mediaType ?? 'application/json']: { schema: { $ref: getSchemaPath(view) } } };
  return { content: { ...json, ...(alsoAsText ? PLAIN_TEXT.content : {}) } };
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
    description:
      'The same call with the same key again has no further effect, and another one is refused. ' +
      'Of this caller; at most 128 characters; counts for 30 days at least.',
    schema: { type: 'string', pattern: HARMLESS_ID.source },
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
  const examples = codes.map((code) => [code, referToExample(code)] as const);
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
