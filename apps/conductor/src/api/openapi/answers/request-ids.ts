import type { OpenAPIObject } from '@nestjs/swagger';
import { HARMLESS_ID } from '../../edge/request-parts.js';
import { mapEach } from '../map-each.js';

type Answers = Readonly<Record<string, object>>;
type Calls = Readonly<Record<string, { readonly responses: Answers }>>;

const HEADER = {
  description:
    'Names this request, in the log of the conductor too: quote it when you ask about an answer. ' +
    'The `X-Request-Id` that you sent, if it has at most 128 of these characters; else a new one.',
  schema: { type: 'string', pattern: HARMLESS_ID.source },
} as const;

/** Every answer says which request it is of. */
export function withRequestIds(document: OpenAPIObject): OpenAPIObject {
  const { components = {} } = document;
  const paths = mapEach(document.paths as unknown as Readonly<Record<string, Calls>>, (calls) =>
    mapEach(calls, (call) => ({ ...call, responses: mapEach(call.responses, withHeader) })),
  );
  const responses = mapEach((components.responses ?? {}) as Answers, withHeader);
  const headers = { ...components.headers, 'X-Request-Id': HEADER };
  return { ...document, paths, components: { ...components, responses, headers } } as never;
}

/** One that is referred to has it where it stands. */
function withHeader(answer: object): object {
  if ('$ref' in answer) return answer;
  return { ...answer, headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } } };
}
