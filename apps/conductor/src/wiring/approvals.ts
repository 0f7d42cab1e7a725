import type { Server } from 'node:http';
import type { Provider } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { FloodGuard } from '#messaging';
import { accessStores, operatorStores } from '#persistence';
import { LockQueries } from '#queries';
import type { Fault } from '#resilience';
import { BreakGlass } from '../api/access/break-glass.js';
import { ApprovalCalls } from '../api/approvals/approval-calls.js';
import { ApprovalController } from '../api/approvals/approval.controller.js';
import { ApprovalsNow } from '../api/approvals/approvals-now.js';
import { ConfirmedCall } from '../api/approvals/confirmed-call.js';
import { HeldActs } from '../api/approvals/held-acts.js';
import { BulkCalls } from '../api/bulk/bulk-calls.js';
import { DefinitionRegistry } from '../api/definitions/definition-registry.js';
import { FourEyes } from '../api/edge/access/four-eyes.js';
import { Metrics } from '../api/health/metrics.js';
import { Previews } from '../api/verbs/previews.js';
import { OPEN_MS_DEFAULT } from '../settings/four-eyes-config.js';
import type { Feature } from './feature.js';
import type { ConductorParts } from './parts.js';

/** Acts that a second person has to confirm. */
export function approvals({ access, database, logger, ...parts }: ConductorParts): Feature {
  const log = new FloodGuard(logger);
  const report = ({ during, error }: Fault): void =>
    log.warn({ reason: String(error) }, `cannot ${during}`);
  const { fourEyes, definitionOf, ownCalls, keys, settingKeys } = access;
  const store = new operatorStores.ApprovalStore(database.storePool);
  const openMs = parts.fourEyes?.openMs ?? OPEN_MS_DEFAULT;
  return {
    controllers: [ApprovalController],
    providers: [
      { provide: FourEyes, useValue: fourEyes },
      { provide: operatorStores.ApprovalStore, useValue: store },
      breakGlass({ database, logger }),
      {
        provide: HeldActs,
        useFactory: (
          previews: Previews,
          bulks: BulkCalls,
          definitions: DefinitionRegistry,
          locks: LockQueries,
          metrics: Metrics,
        ) =>
          new HeldActs({
            ...{ fourEyes, store, definitionOf, previews, bulks, definitions, openMs },
            holderOf: (key) => locks.holderOf(key),
            onAsked: () => metrics.countApproval('asked'),
          }),
        inject: [Previews, BulkCalls, DefinitionRegistry, LockQueries, Metrics],
      },
      {
        provide: ApprovalsNow,
        useFactory: (previews: Previews, bulks: BulkCalls) =>
          new ApprovalsNow({ store, previews, bulks }),
        inject: [Previews, BulkCalls],
      },
      {
        provide: ApprovalCalls,
        useFactory: (host: HttpAdapterHost, metrics: Metrics) =>
          new ApprovalCalls({
            ...{ store, report },
            known: {
              makersOf: (actor) => keys.makersOf(actor),
              rightsOf: (actor) => keys.rightsOf(actor),
              settingOf: (actor) => settingKeys.holderOf(actor),
            },
            call: new ConfirmedCall(() => host.httpAdapter.getHttpServer() as Server, ownCalls),
            onDecided: (decision) => metrics.countApproval(decision),
          }),
        inject: [HttpAdapterHost, Metrics],
      },
    ],
  };
}

function breakGlass({
  database,
  logger,
}: Pick<ConductorParts, 'database' | 'logger'>): Provider<BreakGlass> {
  return {
    provide: BreakGlass,
    useFactory: (metrics: Metrics) =>
      new BreakGlass({
        uses: new accessStores.BreakGlassUses(database.storePool),
        logger,
        onUse: (key, uses) => metrics.countBreakGlass(key, uses),
      }),
    inject: [Metrics],
  };
}
