import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { ConductorStack } from '../../conductor-stack.fixture.js';

const FILE = new URL('../../../../../schemas/openapi.json', import.meta.url);

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
});

afterAll(() => stack.close());

/** Clients are made from the file, the console among them. */
describe('The description of the API in the repository', () => {
  it('is what a conductor serves (UPDATE_SCHEMA=1 writes it anew)', async () => {
    const { body } = await stack.call('GET', '/openapi.json');
    const options = { ...(await resolveConfig(FILE)), filepath: FILE.pathname };
    const text = await format(JSON.stringify(body), options);
    if (process.env['UPDATE_SCHEMA']) writeFileSync(FILE, text);
    expect(text).toBe(existsSync(FILE) ? readFileSync(FILE, 'utf8') : 'no openapi.json');
  });
});
