import { readFileSync } from 'node:fs';
import type { Json } from './conformance.fixture.js';

/** What a conductor serves: stored-document.e2e-spec.ts sees to it. */
const document: Json = JSON.parse(
  readFileSync(new URL('../../../../../schemas/openapi.json', import.meta.url), 'utf8'),
);

/** Places where any JSON is right, and why; anywhere else a client is told what comes. */
const FREE: readonly (readonly [place: RegExp, why: string])[] = [
  [/^(Saga|PastSaga)\/(input|output)$/, 'the definition says what it is'],
  [/^(StartSagaDto|SagaStartedEvent)\/input$/, 'the input schema of the definition says it'],
  [/^Step\/output$/, 'the participant says what it is'],
  [/^\w+(Event|Input|Action)\/.*(data|item|editedData|payload|output|input)$/, 'data of commands'],
  [/^(Retry|Skip|Preview|MakeBulk)Dto\/(input|output|patch)$/, 'data of commands and outputs'],
  [/^EditedRetry\/patch$/, 'a merge patch of the data of commands'],
  [/^Previewed(Command|Event)\/data$/, 'data of commands and events'],
  [/^DefinitionDocument\/.*(input|data|output)$/, 'data of commands, with expressions in it'],
  [/[Ss]chema$/, 'a JSON Schema'],
  [/^MessageProperties\/headers$/, 'AMQP allows any tables; whoever sends the message sets them'],
  [/^AuditRecord\/(request|before|after)$/, 'what an act changes has the form of its subject'],
  [/^AsyncApiDocument\/\w+$/, 'the specification of AsyncAPI says what is in them'],
  [/^ApprovalRequest\/body$/, 'the body of any call that a second person has to confirm'],
  [/^ConfirmedApproval\/answer$/, 'the answer of any call that a second person has to confirm'],
  [/^\/v1\/sagas\/\{id\}\/signals\/\{name\} post$/, 'the payload schema of the step says it'],
];

interface Part {
  /** The schema's name and the fields that lead to the part, or the path and method of a call. */
  readonly place: string;
  readonly schema: Json;
}

const parts: readonly Part[] = [
  ...Object.entries<Json>(document.components.schemas)
    .filter(([name]) => name !== 'Json')
    .flatMap(([name, schema]) => partsOf(name, schema)),
  ...Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).flatMap(([method, call]) => {
      const bodies = Object.values<Json>(call.requestBody?.content ?? {});
      const given = (call.parameters ?? []) as readonly Json[];
      const schemas = [...bodies, ...given].map(({ schema }) => schema);
      return schemas.flatMap((schema) => partsOf(`${path} ${method}`, schema));
    }),
  ),
];

function partsOf(place: string, schema: Json): readonly Part[] {
  const { properties = {}, items, additionalProperties, anyOf = [], oneOf = [] } = schema;
  const inside = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  const same = [...(items === undefined ? [] : [items]), ...inside, ...anyOf, ...oneOf];
  return [
    { place, schema },
    ...same.flatMap((each: Json) => partsOf(place, each)),
    ...Object.entries<Json>(properties).flatMap(([name, each]) =>
      partsOf(`${place}/${name}`, each),
    ),
  ];
}

/** Whatever is there fits it. */
function isFree(schema: Json): boolean {
  const { type, $ref, properties, additionalProperties, anyOf, oneOf } = schema;
  if ($ref !== undefined) return $ref === '#/components/schemas/Json';
  if (type === undefined) return schema.enum === undefined && !anyOf && !oneOf;
  if (type !== 'object' || properties !== undefined) return false;
  return additionalProperties === undefined || additionalProperties === true;
}

describe('The schemas of the API', () => {
  it('say what comes, but where it is not for the conductor to say', () => {
    const free = parts.filter(({ schema }) => isFree(schema)).map(({ place }) => place);
    expect(free.filter((place) => !FREE.some(([pattern]) => pattern.test(place)))).toEqual([]);
    // a reason that nothing needs any more goes
    const needed = FREE.filter(([pattern]) => free.some((place) => pattern.test(place)));
    expect(needed).toEqual(FREE);
  });

  it('say of every integer what it is at least', () => {
    const integers = parts.filter(({ schema }) => schema.type === 'integer');
    expect(integers.length).toBeGreaterThan(180);
    const open = integers.filter(({ schema }) => schema.minimum === undefined);
    expect(open.map(({ place }) => place)).toEqual([]);
  });

  it('have numbers with a point where the fraction says something, and nowhere else', () => {
    const numbers = parts.filter(({ schema }) => schema.type === 'number');
    const names = new Set(numbers.map(({ place }) => place.split('/').at(-1)));
    expect([...names].sort()).toEqual([
      ...['backoffCoefficient', 'commitMs', 'failureShareMax'],
      ...['oldestOutboxAgeMs', 'oldestTimerLagMs'],
    ]);
  });
});
