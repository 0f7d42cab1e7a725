import { FloodGuard } from '#messaging';
import { AuditChain, operatorStores } from '#persistence';
import { AuditQueries } from '#queries';
import type { Fault } from '#resilience';
import { AuditController } from '../api/audit/audit.controller.js';
import { AuditTrimmer } from '../api/audit/audit-trimmer.js';
import { AuditVerifier } from '../api/audit/audit-verifier.js';
import { RefusedActs } from '../api/audit/refused-acts.js';
import { AuditSealer } from '../workers/audit-sealer.js';
import { EngineHost } from '../workers/engine-host.js';
import type { Feature } from './feature.js';
import type { ConductorParts } from './parts.js';

/** The audit log: who did what, what was refused, and the seals of both. */
export function audit({ database, logger }: ConductorParts): Feature {
  const log = new FloodGuard(logger);
  const report = ({ during, error }: Fault): void =>
    log.warn({ reason: String(error) }, `cannot ${during}`);
  return {
    controllers: [AuditController],
    providers: [
      {
        provide: operatorStores.ActAnswers,
        useFactory: () => new operatorStores.ActAnswers(database.lookups),
      },
      { provide: AuditQueries, useFactory: () => new AuditQueries(database.lists) },
      { provide: AuditVerifier, useFactory: () => new AuditVerifier(database.lists) },
      { provide: AuditTrimmer, useFactory: () => new AuditTrimmer(database.lookups) },
      { provide: RefusedActs, useFactory: () => new RefusedActs(database.lookups, report) },
      {
        provide: AuditSealer,
        useFactory: ({ pulse }: EngineHost) =>
          new AuditSealer({ chain: new AuditChain(database.storePool), pulse, report }),
        inject: [EngineHost],
      },
    ],
  };
}
