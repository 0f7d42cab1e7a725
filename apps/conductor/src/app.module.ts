import { Module, type DynamicModule } from '@nestjs/common';
import { LOGGER } from './logger-token.js';
import { alerts } from './wiring/alerts.js';
import { approvals } from './wiring/approvals.js';
import { access } from './wiring/access.js';
import { audit } from './wiring/audit.js';
import { bulk } from './wiring/bulk.js';
import { callers } from './wiring/callers.js';
import { failures } from './wiring/failures.js';
import { graph } from './wiring/graph.js';
import { live } from './wiring/live.js';
import { messageContracts } from './wiring/message-contracts.js';
import type { ConductorParts } from './wiring/parts.js';
import { finding } from './wiring/finding.js';
import { pauses } from './wiring/pauses.js';
import { readers } from './wiring/readers.js';
import { retention } from './wiring/retention.js';
import { registrars } from './wiring/registrars.js';
import { verbs } from './wiring/verbs.js';
import { waiting } from './wiring/waiting.js';
import { workers } from './wiring/workers.js';

/** In `wiring/` plain classes are built and wired together; here their features meet. */
@Module({})
export class AppModule {
  static of(parts: ConductorParts): DynamicModule {
    const features = [
      access(parts),
      registrars(parts),
      callers(),
      pauses(parts),
      readers(parts),
      live(parts),
      workers(parts),
      audit(parts),
      failures(parts),
      alerts(parts),
      graph(parts),
      messageContracts(parts),
      waiting(parts),
      bulk(parts),
      approvals(parts),
      verbs(parts),
      finding(parts),
      retention(parts),
    ];
    return {
      module: AppModule,
      controllers: features.flatMap(({ controllers }) => [...controllers]),
      providers: [
        ...features.flatMap(({ providers }) => [...providers]),
        { provide: LOGGER, useValue: parts.logger },
      ],
    };
  }
}
