import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { MessageBus } from '#bus';
import { checkConductorDatabase, migrateConductorDatabase } from '#persistence';
import { sharedSetting } from '#database';
import { ServerConnections } from '#process';
import { BreakGlass, watchBreakGlass } from './api/access/break-glass.js';
import { MuteLinks } from './api/alerts/mute-links.js';
import { serveMutePage } from './api/alerts/mute-page.js';
import { HeldActs, holdListedActs } from './api/approvals/held-acts.js';
import { RefusedActs } from './api/audit/refused-acts.js';
import type { Need } from './api/edge/access/needs.js';
import { createEdge } from './api/edge/fastify-edge.js';
import { ForeignRequests } from './api/edge/foreign-requests.js';
import { ProblemFilter } from './api/edge/problem.filter.js';
import { DtoPipe } from './api/edge/validation.js';
import { Metrics } from './api/health/metrics.js';
import { Readiness } from './api/health/readiness.js';
import { serveConsole } from './api/console/serve-console.js';
import { serveMessageDocuments } from './api/documents/message-documents.js';
import { serveOpenApi } from './api/openapi/openapi.js';
import { isStreamed } from './api/streams/streamed.js';
import { LiveStreams } from './api/streams/live-streams.js';
import { AppModule } from './app.module.js';
import { DEFAULT_LIMITS, type ConductorConfig } from './config.js';
import { openDatabase, type ConductorDatabase } from './database.js';
import { NestLogger } from './nest-logger.js';
import { openAccess, type Access } from './open-access.js';
import { toStartError } from './start-error.js';
import { EngineHost } from './workers/engine-host.js';
import { AtRestWaiter } from './workers/at-rest-waiter.js';

export interface RunningConductor {
  /** The URL that it listens on, without a slash at the end. */
  readonly url: string;
  /** All of its routes, such as `GET /v1/sagas/:id`. */
  readonly routes: readonly string[];
  /** The role that each of them needs; null: it does not say. */
  readonly needs: ReadonlyMap<string, Need | null>;
  /** Finishes what is under way, then releases everything but the bus. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts a conductor on a database and a bus. The bus belongs to the caller: it may be open or not,
 * connected or not, and several conductors and services may share it. `close` does not close it.
 *
 * Resolves once HTTP requests are answered; `/health/ready` says when replies are consumed too.
 * @throws StartError
 */
export async function startConductor(parts: {
  readonly config: ConductorConfig;
  readonly bus: MessageBus;
  readonly logger: Logger;
}): Promise<RunningConductor> {
  const { config } = parts;
  try {
    if (config.migrations === 'check') await checkConductorDatabase(config.databaseUrl);
    else await migrateConductorDatabase(config.databaseUrl);
    const database = await openDatabase(config.databaseUrl, parts.logger);
    return await startOn(database, parts);
  } catch (error) {
    throw toStartError(error, config);
  }
}

async function startOn(
  database: ConductorDatabase,
  { config, bus, logger }: { config: ConductorConfig; bus: MessageBus; logger: Logger },
): Promise<RunningConductor> {
  const replySecret = config.replySecret ?? (await readSecret(database, 'reply-secret'));
  const cursorSecret = await readSecret(database, 'cursor-secret');
  const { limits = DEFAULT_LIMITS } = config;
  const access = await openAccess({ config, database, logger });
  const { routes } = access;
  const foreign = new ForeignRequests({
    host: config.host,
    allowedHosts: config.allowedHosts ?? [],
    hasKeys: access.needsLogin,
  });
  const edge = createEdge({ ...access, foreign });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.of({
      ...config,
      database,
      bus,
      access,
      logger,
      replySecret,
      cursorSecret,
      limits,
      participantAccounts: config.participantAccounts ?? [],
    }),
    edge,
    { logger: new NestLogger(logger), bodyParser: false, abortOnError: false },
  );
  app.useGlobalPipes(new DtoPipe());
  const refused = app.get(RefusedActs);
  app.useGlobalFilters(new ProblemFilter(routes, logger, (of, by) => refused.note(of, by)));
  const fastify = edge.getInstance<FastifyInstance>();
  observeRequests(fastify, app.get(Metrics));
  watchBreakGlass(fastify, app.get(BreakGlass), config.apiKeys);
  holdListedActs(fastify, app.get(HeldActs));
  serveOpenApi(app, fastify);
  serveMessageDocuments(fastify, config.prefix);
  serveMutePage(fastify, app.get(MuteLinks));
  serveConsole(fastify);
  const connections = new ServerConnections(app.getHttpServer());
  const close = closeOnce(app, { database, access, connections });
  try {
    await app.listen(config.port, config.host);
    const engine = app.get(EngineHost);
    access.follow(engine);
    await engine.open();
  } catch (error) {
    await close();
    throw error;
  }
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  logger.info({ url }, 'conductor listens');
  return { url, routes: routes.list(), needs: routes.needs(), close };
}

/**
 * The order matters: first refuse new work, release callers that wait, and finish the HTTP requests
 * in flight; then stop timers, replies and publishes (see EngineHost.close); close the database
 * last.
 */
function closeOnce(
  app: NestFastifyApplication,
  {
    database,
    access,
    connections,
  }: { database: ConductorDatabase; access: Access; connections: ServerConnections },
): () => Promise<void> {
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    app.get(Readiness).drain();
    app.get(AtRestWaiter).drain();
    app.get(LiveStreams).drain();
    const engine = app.get(EngineHost);
    connections.close();
    await app.close();
    await Promise.all([engine.close(), app.get(LiveStreams).close()]);
    await access.close();
    await database.close();
  };
  return () => (closing ??= close());
}

/** Shared by all replicas, and stable over restarts. */
function readSecret({ lookups }: ConductorDatabase, name: string): Promise<string> {
  return sharedSetting(lookups, name, () => randomBytes(32).toString('base64url'));
}

function observeRequests(fastify: FastifyInstance, metrics: Metrics): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    // it takes as long as its client listens
    if (isStreamed(request)) return done();
    const route = routeOptions.url ?? 'none';
    const seconds = reply.elapsedTime / 1000;
    metrics.observeRequest({ method, route, status: reply.statusCode, seconds });
    done();
  });
}
