import { readFileSync } from 'node:fs';
import { Conformance, type Json } from '../conformance.fixture.js';
import { lint } from '../redocly.fixture.js';

/** What a conductor serves: stored-document.e2e-spec.ts sees to it. */
const document: Json = JSON.parse(
  readFileSync(new URL('../../../../../../schemas/openapi.json', import.meta.url), 'utf8'),
);
const conformance = new Conformance(document);

interface ShownAnswer {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  /** undefined: none is shown. */
  readonly body: Json;
}

const answers: readonly ShownAnswer[] = Object.entries<Json>(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries<Json>(methods).flatMap(([method, { operationId, responses }]) =>
      Object.entries<Json>(responses)
        .filter(([status]) => Number(status) < 300)
        .flatMap(([status, { content = {} }]) =>
          Object.entries<Json>(content)
            .filter(([contentType]) => contentType.endsWith('json'))
            .map(([contentType, { examples = {} }]) => {
              const [reference = ''] = Object.values<Json>(examples).map(({ $ref }) => $ref);
              const body = document.components.examples[reference.split('/').at(-1)]?.value;
              const name = `${operationId} ${status}`;
              return { name, method, path, status: Number(status), contentType, body };
            }),
        ),
    ),
);

describe('The examples of answers', () => {
  it('are beside every answer in JSON', () => {
    expect(answers.length).toBeGreaterThan(120);
    expect(answers.filter(({ body }) => body === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('are answers that the document allows, with no field that it does not name', () => {
    const faults = answers.map(({ name, path, ...answer }) => {
      const at = path.replaceAll(/\{\w+\}/g, 'x');
      return [name, conformance.faultOf({ ...answer, path: at })];
    });
    expect(faults.filter(([, fault]) => fault !== null)).toEqual([]);
  });

  it('are validated by the linter too, which finds one with a wrong field', () => {
    const wrong = structuredClone(document);
    wrong.components.examples.Saga.value.version = 'three';
    const found = lint(wrong);
    expect(found).not.toEqual([]);
    expect(found.every((fault) => fault.startsWith('no-invalid-media-type-examples'))).toBe(true);
  });
});
