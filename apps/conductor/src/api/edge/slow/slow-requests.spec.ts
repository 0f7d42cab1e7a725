import { once } from 'node:events';
import { connect } from 'node:net';
import { Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { NeedsNobody } from '../access/needs.js';
import { createEdge } from '../fastify-edge.js';
import { ForeignRequests } from '../foreign-requests.js';
import { ProblemFilter } from '../problem.filter.js';
import { RouteTable } from '../route-table.js';
import { WrongKeys } from '../wrong-keys.js';
import { SLOW_MAX, type SlowLimits } from './slow-limits.js';

@Controller()
class Routes {
  @Post('open')
  @NeedsNobody()
  open(): string {
    return 'answered';
  }
}

@Module({ controllers: [Routes] })
class RoutesModule {}

const HEAD = 'POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const SHORT: SlowLimits = { requestMs: 600, headersMs: 300, keepAliveMs: 300, checkMs: 50 };

async function start(slow?: SlowLimits): Promise<NestFastifyApplication> {
  const logger = pino({ level: 'silent' });
  const routes = new RouteTable();
  const edge = createEdge({
    callers: { identify: () => null },
    definitionOf: () => Promise.resolve(null),
    marked: { isEmpty: true, of: () => null },
    routes,
    wrongKeys: new WrongKeys(logger),
    foreign: new ForeignRequests({ host: '127.0.0.1', allowedHosts: [], hasKeys: true }),
    ...(slow && { slow }),
  });
  const app = await NestFactory.create<NestFastifyApplication>(RoutesModule, edge, {
    logger: false,
    bodyParser: false,
  });
  app.useGlobalFilters(new ProblemFilter(routes, logger));
  await app.listen(0, '127.0.0.1');
  return app;
}

/** Sends a piece whenever the server looks who is late, and gives all that comes back. */
async function trickle(app: NestFastifyApplication, pieces: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(await app.getUrl());
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const rest = [...pieces];
  const sending = setInterval(() => socket.write(rest.shift() ?? ''), SHORT.checkMs);
  await once(socket, 'close');
  clearInterval(sending);
  return Buffer.concat(chunks).toString();
}

describe('A request that does not come to its end', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await start(SHORT);
  });

  afterAll(() => app.close());

  it('is ended while its body trickles in, however steadily', async () => {
    const body = Array.from({ length: 1_000 }, () => ' ');
    const answer = await trickle(app, [`${HEAD}Content-Length: 1000\r\n\r\n`, ...body]);
    expect(answer).toMatch(/^HTTP\/1.1 408 [^]*"code":"REQUEST_TIMEOUT"/);
  });

  it('is ended while its headers trickle in', async () => {
    const headers = Array.from({ length: 1_000 }, (_, at) => `x-${at}: y\r\n`);
    const answer = await trickle(app, [HEAD, ...headers]);
    expect(answer).toMatch(/^HTTP\/1.1 408 [^]*"code":"REQUEST_TIMEOUT"/);
  });

  it('is answered when it comes in pieces and in time', async () => {
    const pieces = [`${HEAD}Connection: close\r\nContent-Length: 2\r\n\r\n`, '{', '}'];
    expect(await trickle(app, pieces)).toMatch(/^HTTP\/1.1 201 [^]*answered/);
  });
});

describe('Without other limits', () => {
  it('headers have ten seconds, a request half a minute', async () => {
    const app = await start();
    const server = app.getHttpServer();
    expect([server.headersTimeout, server.requestTimeout]).toEqual([10_000, 30_000]);
    expect(SLOW_MAX).toMatchObject({ headersMs: 10_000, requestMs: 30_000 });
    await app.close();
  });
});
