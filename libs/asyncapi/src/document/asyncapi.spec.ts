import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { asyncApi } from '../index.js';
import { channelsOf } from './channels.js';

/** What the parser has against a document; that 3.0 is not its newest release is known. */
async function findingsIn(document: object): Promise<readonly string[]> {
  const findings = await new Parser().validate(JSON.stringify(document));
  return findings
    .filter(({ code }) => code !== 'asyncapi-latest-version')
    .map(({ code, path, message }) => `${code} ${path.join('/')}: ${message}`);
}

const document = asyncApi({ prefix: 'conductor' });

describe('The AsyncAPI document', () => {
  it('has nothing that the parser of AsyncAPI objects to', async () => {
    expect(await findingsIn(document)).toEqual([]);
  });

  it('is really looked at: what no document may say is found', async () => {
    const text = JSON.stringify(document).replace('"action":"send"', '"action":"shout"');
    expect(await findingsIn(JSON.parse(text) as object)).not.toEqual([]);
  });

  it('is in the repository as schemas/asyncapi.json: npm run schema', () => {
    expect(JSON.parse(readFileSync('schemas/asyncapi.json', 'utf8'))).toEqual(document);
  });

  it('names everything by the prefix of the installation', () => {
    const text = JSON.stringify(asyncApi({ prefix: 'shop' }));
    expect(text).toContain('"shop.commands.{participant}"');
    expect(text.replaceAll('application/vnd.conductor', '')).not.toMatch(/conductor\.\w+/);
    expect(Object.keys(channelsOf('shop'))).toEqual(Object.keys(channelsOf('conductor')));
  });
});
