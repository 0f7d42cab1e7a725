import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from '../../edge/api-error.js';

type Answers = Record<string, unknown>;
type Operation = { responses: Answers };

/** Each answer with problems stands once in the document, and is referred to by its calls. */
export function withSharedAnswers(document: OpenAPIObject): OpenAPIObject {
  const shared = new Map<string, { readonly name: string; readonly answer: unknown }>();
  const refer = (status: string, answer: unknown): unknown => {
    const text = JSON.stringify(answer);
    if (!text.includes(PROBLEM_MEDIA_TYPE)) return answer;
    const same = [...shared.values()].filter(({ name }) => name.startsWith(`Problem${status}`));
    const known = shared.get(text) ?? { name: nameOf(status, same.length), answer };
    shared.set(text, known);
    return { $ref: `#/components/responses/${known.name}` };
  };
  const paths = mapCalls(document.paths, (call) => {
    const answers = Object.entries(call.responses);
    const responses = answers.map(([status, answer]) => [status, refer(status, answer)]);
    return { ...call, responses: Object.fromEntries(responses) as Answers };
  });
  const responses = Object.fromEntries(
    [...shared.values()].map((each) => [each.name, each.answer]),
  );
  return { ...document, paths, components: { ...document.components, responses } } as OpenAPIObject;
}

function nameOf(status: string, before: number): string {
  return before === 0 ? `Problem${status}` : `Problem${status}.${before + 1}`;
}

function mapCalls(paths: OpenAPIObject['paths'], map: (call: Operation) => Operation) {
  const entries = Object.entries(paths).map(([path, calls]) => {
    const mapped = Object.entries(calls as Record<string, Operation>).map(([method, call]) => {
      return [method, map(call)];
    });
    return [path, Object.fromEntries(mapped)];
  });
  return Object.fromEntries(entries) as OpenAPIObject['paths'];
}
