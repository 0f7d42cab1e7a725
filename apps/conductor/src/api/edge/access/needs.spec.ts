import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { AnswersWithin } from '../answer-bound.js';
import { createEdge } from '../fastify-edge.js';
import { ForeignRequests } from '../foreign-requests.js';
import { ProblemFilter } from '../problem.filter.js';
import { OwnCalls } from './own-calls.js';
import { RouteTable } from '../route-table.js';
import { WrongKeys } from '../wrong-keys.js';
import { Callers } from './callers.js';
import type { DefinitionScope, Identity, Role } from './identity.js';
import { Needs, NeedsNobody, refuseRole } from './needs.js';
import { SettingKeys } from './setting-keys.js';

@Controller()
class Routes {
  @Get('silent')
  silent(): string {
    return 'secret';
  }

  @NeedsNobody()
  @Get('open')
  open(): string {
    return 'open';
  }

  @Post('bounded')
  @AnswersWithin(20)
  @Needs('operator')
  bounded(): Promise<never> {
    return new Promise(() => undefined);
  }
}

@Module({ controllers: [Routes] })
class RoutesModule {}

const KEYS = (['viewer', 'operator', 'admin'] as const).map((role) => ({
  name: role,
  role,
  key: `${role}-0123456789abcdef`,
}));

let app: NestFastifyApplication;
let lines: string[];
let table: RouteTable;

beforeAll(async () => {
  lines = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  table = new RouteTable();
  const edge = createEdge({
    callers: new Callers({
      settingKeys: new SettingKeys(KEYS),
      keys: { identify: () => null },
      tokens: null,
      sessions: { identify: () => Promise.resolve(null) },
      ownCalls: new OwnCalls(),
      needsLogin: true,
    }),
    definitionOf: () => Promise.resolve(null),
    marked: { isEmpty: true, of: () => null },
    routes: table,
    wrongKeys: new WrongKeys(logger),
    foreign: new ForeignRequests({ host: '127.0.0.1', allowedHosts: [], hasKeys: true }),
  });
  app = await NestFactory.create<NestFastifyApplication>(RoutesModule, edge, {
    logger: false,
    bodyParser: false,
  });
  app.useGlobalFilters(new ProblemFilter(table, logger));
  await app.listen(0, '127.0.0.1');
});

afterAll(() => app.close());

async function ask(method: string, path: string, role?: Role): Promise<number> {
  const headers: Record<string, string> = {};
  if (role !== undefined) headers['authorization'] = `Bearer ${role}-0123456789abcdef`;
  return (await fetch(`${await app.getUrl()}${path}`, { method, headers })).status;
}

describe('A route', () => {
  it('that does not say what it needs answers admins only', async () => {
    expect(table.needs().get('GET /silent')).toBeNull();
    expect(await ask('GET', '/silent')).toBe(401);
    expect(await ask('GET', '/silent', 'operator')).toBe(403);
    expect(await ask('GET', '/silent', 'admin')).toBe(200);
  });

  it('that needs nobody answers without a key', async () => {
    expect(await ask('GET', '/open')).toBe(200);
    expect(await ask('POST', '/open')).toBe(401);
    expect(await ask('POST', '/open', 'viewer')).toBe(405);
  });

  it('keeps what else was set for it', async () => {
    expect(await ask('POST', '/bounded', 'viewer')).toBe(403);
    expect(await ask('POST', '/bounded', 'operator')).toBe(503);
  });

  it('leaves a line in the log when it refuses a caller', async () => {
    lines.length = 0;
    await ask('POST', '/bounded', 'viewer');
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ actor: 'viewer', method: 'POST', route: '/bounded' }),
    ]);
  });
});

describe('A caller with some definitions', () => {
  const caller = (definitions: DefinitionScope): Identity => ({
    actor: 'ann',
    role: 'operator',
    definitions,
    credential: 'setting:ann',
  });

  it.each([
    { definitions: 'all' as const, scope: undefined, isRefused: false },
    { definitions: 'all' as const, scope: 'filtered' as const, isRefused: false },
    { definitions: ['a'], scope: 'filtered' as const, isRefused: false },
    { definitions: ['a'], scope: undefined, isRefused: true },
    { definitions: [], scope: undefined, isRefused: true },
  ])('is refused by a route that does not keep it to these', (given) => {
    const { definitions, scope, isRefused } = given;
    const answer = refuseRole(caller(definitions), { needs: 'operator', scope });
    expect(answer?.code ?? null).toBe(isRefused ? 'FORBIDDEN' : null);
    expect(refuseRole(caller(definitions), { needs: 'nobody' })).toBeNull();
  });
});
