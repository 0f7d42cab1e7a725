import { messageKinds, SCHEMAS } from '#asyncapi';
import { conductorNames } from '#bus';
import { isObject } from '#protocol';
import { blocksOf, read } from './markdown.js';

/* docs/MESSAGES.md shows what the code sends, and leaves out nothing that the schemas name. */

const DOCUMENT = 'docs/MESSAGES.md';
const MARK = /^message: (\w+) ([\w-]+)$/;

const kinds = messageKinds('conductor');
const text = read(DOCUMENT);
const examples = blocksOf(DOCUMENT).flatMap((block) => {
  const [, kind = '', name = ''] = MARK.exec(block.mark ?? '') ?? [];
  return kind === '' ? [] : [{ kind, name, shown: JSON.parse(block.text) as unknown }];
});

it('has an example of every kind that a participant or a caller meets', () => {
  const shown = new Set(examples.map(({ kind }) => kind));
  const all = ['command', 'reply', 'commandEnvelope', 'replyEnvelope', 'lifeCycleEvent'];
  for (const kind of [...all, 'start', 'signal', 'description']) expect(shown).toContain(kind);
});

it.each(examples)('shows what the code sends: $kind $name', ({ kind, name, shown }) => {
  const sample = kinds[kind]?.samples.find((each) => each.name === name);
  if (sample === undefined) throw new Error(`there is no sample ${kind} ${name}`);
  const { payload, headers, properties } = sample;
  const isWhole = isObject(shown) && 'headers' in shown && 'properties' in shown;
  expect(shown).toEqual(isWhole ? { properties, headers, body: payload } : payload);
});

const NAMED = [
  'CommandHeaders',
  'CommandProperties',
  'Command',
  'ReplyHeaders',
  'ReplyProperties',
  'IntakeHeaders',
  'IntakeProperties',
  'EventHeaders',
  'EventProperties',
  'DeadCommandHeaders',
];

it.each(NAMED)('says of everything that %s names what it is, in a table', (name) => {
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  const fields = Object.keys((SCHEMAS[name]?.['properties'] ?? {}) as object);
  expect(fields.length).toBeGreaterThan(0);
  const untold = fields.filter((field) => !rows.some((row) => row.includes(`\`${field}\``)));
  expect(untold).toEqual([]);
});

it('names every exchange and queue', () => {
  for (const name of Object.values(conductorNames('conductor'))) expect(text).toContain(name);
});
