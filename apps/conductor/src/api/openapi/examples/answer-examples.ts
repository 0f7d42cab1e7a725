import type { OpenAPIObject } from '@nestjs/swagger';
import { mapEach } from '../map-each.js';
import examples from './answer-examples.json' with { type: 'json' };

interface Answer {
  readonly content?: Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>;
}

type Calls = Readonly<Record<string, { readonly responses: Readonly<Record<string, Answer>> }>>;

const SCHEMAS = '#/components/schemas/';

/**
 * Answers by the name of their schema, as conductors of end-to-end tests gave them, shortened. Each
 * stands once in the document, and calls refer to it.
 */
const EXAMPLES: Readonly<Record<string, unknown>> = examples;

/** Shows an answer beside every schema of one; a test holds them to it. */
export function withAnswerExamples(document: OpenAPIObject): OpenAPIObject {
  const used = new Map<string, object>();
  const paths = mapEach(document.paths as unknown as Readonly<Record<string, Calls>>, (calls) =>
    mapEach(calls, (call) => ({
      ...call,
      responses: mapEach(call.responses, (answer) => shown(answer, used)),
    })),
  );
  const all = { ...document.components?.examples, ...Object.fromEntries(used) };
  return { ...document, paths, components: { ...document.components, examples: all } } as never;
}

function shown(answer: Answer, used: Map<string, object>): Answer {
  if (answer.content === undefined) return answer;
  const content = mapEach(answer.content, (media) => {
    const name = media.schema?.$ref?.replace(SCHEMAS, '') ?? '';
    if (!(name in EXAMPLES)) return media;
    used.set(name, { summary: name, value: EXAMPLES[name] });
    return { ...media, examples: { [name]: { $ref: `#/components/examples/${name}` } } };
  });
  return { ...answer, content };
}
