import { isObject, type JsonValue } from '#protocol';
import { faultsBy } from '#testing-internal';
import { messageKinds, SCHEMAS, schemaDocument, fileNameOf } from '../index.js';

const kinds = Object.entries(messageKinds('conductor'));
const samples = kinds.flatMap(([name, kind]) =>
  kind.samples.map((sample) => [`${name} ${sample.name}`, kind, sample] as const),
);

describe('The schemas', () => {
  it('have a title and say what they are for', () => {
    for (const [name, { title, description }] of Object.entries(SCHEMAS)) {
      expect([name, typeof title, typeof description]).toEqual([name, 'string', 'string']);
    }
  });

  it('say of every field what it is for, or all that it may be', () => {
    const untold = Object.entries(SCHEMAS).flatMap(([name, schema]) => untoldIn(name, schema));
    expect(untold).toEqual([]);
  });

  it('have nothing beside a reference, which draft 7 would not see', () => {
    const text = JSON.stringify(SCHEMAS);
    expect(text).toMatch(/\{"\$ref":"[^"]+"\}/);
    expect(text).not.toMatch(/"\$ref":"[^"]+",|,"\$ref"/);
  });

  it.each(Object.keys(SCHEMAS))('%s stands by itself', (name) => {
    const text = JSON.stringify(schemaDocument(name));
    expect(text).toContain('2020-12');
    expect(text).not.toContain('#/components');
    for (const [, part = ''] of text.matchAll(/"#\/\$defs\/(\w+)"/g)) {
      expect(schemaDocument(name)).toHaveProperty(['$defs', part]);
    }
  });

  it('are named for files', () => {
    expect(fileNameOf('CommandEnvelopeProperties')).toBe('command-envelope-properties');
  });
});

describe('What the code itself sends', () => {
  it.each(samples)('is valid: %s', (_name, kind, { payload, headers, properties }) => {
    expect(faultsBy(kind.payload, payload)).toEqual([]);
    expect(faultsBy(kind.properties, properties)).toEqual([]);
    if (kind.headers !== null) expect(faultsBy(kind.headers, headers)).toEqual([]);
  });
});

/** Fields without a description, an enumeration, a constant or another schema. */
function untoldIn(path: string, schema: JsonValue | undefined): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap((each, at) => untoldIn(`${path}/${at}`, each));
  if (!isObject(schema)) return [];
  const { properties, ...rest } = schema;
  const fields = isObject(properties) ? Object.entries(properties) : [];
  const untold = fields.filter(
    ([, field]) =>
      !['description', '$ref', 'const', 'enum', 'anyOf', 'not', 'type'].some(
        (word) => isObject(field) && word in field,
      ),
  );
  const below = [...fields, ...Object.entries(rest)];
  return [
    ...untold.map(([name]) => `${path}.${name}`),
    ...below.flatMap(([name, each]) => untoldIn(`${path}.${name}`, each)),
  ];
}

describe('What an envelope of the examples carries', () => {
  const bodyOf = (name: string) => kinds.find(([kind]) => kind === name)?.[1].samples[0]?.payload;

  it('is commands of their own: no key and no id comes twice', () => {
    const { commands } = bodyOf('commandEnvelope') as { commands: Record<string, string>[] };
    const keys = commands.map(({ headers }) => (headers as never)['idempotency-key'] as string);
    const ids = commands.map(({ messageId }) => messageId);
    expect([new Set(keys).size, new Set(ids).size]).toEqual([2, 2]);
    ids.forEach((id, index) => expect(id).toContain(keys[index]));
  });

  it('is answers to those commands, one each', () => {
    const of = (name: string, list: string) =>
      (bodyOf(name) as Record<string, { correlationId: string }[]>)[list]?.map(
        ({ correlationId }) => correlationId,
      );
    expect(of('replyEnvelope', 'replies')).toEqual(of('commandEnvelope', 'commands'));
  });
});
