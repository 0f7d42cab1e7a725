import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import {
  ConductorStack,
  ORDER_DEFINITION,
} from '../../apps/conductor/src/conductor-stack.fixture.js';
import { blocksOf } from '../documents/markdown.js';
import { newFolder, pack, Project, removeFolder } from './installed.fixture.js';

/* The client as its users have it: packed, installed in a bare project, and run as documented. */

let stack: ConductorStack;
let folder: string | undefined;
let project: Project;

beforeAll(async () => {
  folder = newFolder();
  project = Project.install(folder, { packed: pack(['client'], folder), with: versions() });
  stack = await ConductorStack.start();
  const body = { ...ORDER_DEFINITION, name: 'order-fulfilment' };
  await stack.call('POST', '/v1/definitions', { body });
});

afterAll(async () => {
  await stack?.close();
  removeFolder(folder);
});

/** What a project has that uses the door for NestJS. */
function versions(): Readonly<Record<string, string>> {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const names = ['@nestjs/common', '@nestjs/core', 'reflect-metadata', 'rxjs'];
  const types = { '@types/node': '20.19.43' };
  return { ...types, ...Object.fromEntries(names.map((name) => [name, dependencies[name] ?? ''])) };
}

/** The examples of its document that stand alone. */
function examples(): readonly string[] {
  const blocks = blocksOf('docs/CLIENT.md').filter(({ language, mark }) => {
    return language === 'ts' && mark === null;
  });
  return blocks.map((block) => block.text.replaceAll('http://localhost:3000', stack.conductor.url));
}

/** What a program of the project writes. */
async function said(file: string, source: string): Promise<string> {
  project.write(file, source);
  const child = project.start([file]);
  const [out, error] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  return out + error;
}

it('runs the first example of its document, as a module', async () => {
  const [first = ''] = examples();
  expect(await said('first.mjs', `${first}\nconsole.log(saga.status, saga.key);`)).toBe(
    'completed o-1001\n',
  );
});

it('is required as CommonJS, its errors and its NestJS module too', async () => {
  const source = `require('reflect-metadata');
    const { ConductorClient, SagaNotFoundError } = require('@conductor/client');
    const { ConductorModule } = require('@conductor/client/nest');
    const { NestFactory } = require('@nestjs/core');
    (async () => {
      const options = { baseUrl: ${JSON.stringify(stack.conductor.url)} };
      const root = { module: class {}, imports: [ConductorModule.forRoot(options)] };
      const application = await NestFactory.createApplicationContext(root, { logger: false });
      const unknown = '01900000-0000-7000-8000-000000000099';
      const call = application.get(ConductorClient).sagas.get(unknown);
      console.log(await call.catch((error) => error instanceof SagaNotFoundError));
    })();`;
  expect(await said('required.cjs', source)).toBe('true\n');
});

it.each(['mts', 'cts'])('has types for a .%s', (ending) => {
  const own = examples().map((example, index) => {
    // a module of CommonJS has no await of its own
    const [imports = '', ...rest] = example.split('\n\n');
    const body = index === 0 ? `async function main() {\n${rest.join('\n\n')}\n}\nvoid main;` : '';
    return project.write(
      `example-${index}.${ending}`,
      index === 0 ? `${imports}\n${body}` : example,
    );
  });
  const wrong = project.write(
    `wrong.${ending}`,
    `import { ConductorClient } from '@conductor/client';
    new ConductorClient({ baseUrl: 'x' }).sagas.start({ definition: 1, input: {} });`,
  );
  // a project may look into the types of packages too, and by rules that this repository has not
  const strictest = ['--skipLibCheck', 'false', '--exactOptionalPropertyTypes'];
  expect(() => project.compile(own, ['--noEmit', ...strictest])).not.toThrow();
  expect(() => project.compile([wrong], ['--noEmit'])).toThrow(/number.*string/);
});
