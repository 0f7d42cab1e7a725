import type { Provider } from '@nestjs/common';
import { ChangeFeed, Commits, Hints } from '#live';
import { FloodGuard } from '#messaging';
import { DefinitionStore, StoredDefinitionSource } from '#persistence';
import { ChangeQueries } from '#queries';
import { systemClock, type Fault } from '#resilience';
import { Metrics } from '../api/health/metrics.js';
import { LiveStreams } from '../api/streams/live-streams.js';
import { StreamController } from '../api/streams/stream.controller.js';
import type { Feature } from './feature.js';
import type { ConductorParts } from './parts.js';

/** Streams of what happens, on connections for people: sagas do not wait for those who listen. */
export function live({ database, bus, prefix, access, logger }: ConductorParts): Feature {
  const log = new FloodGuard(logger);
  const report = ({ during, error }: Fault): void =>
    log.warn({ reason: String(error) }, `cannot ${during}`);
  const common = { clock: systemClock, report };
  const definitions = new StoredDefinitionSource(new DefinitionStore(database.reads));
  const changes = new ChangeQueries(database.reads, definitions);
  const feed = new ChangeFeed({ ...common, log: changes, onHeard: () => hints.noteListener() });
  const hints = new Hints({ ...common, bus, feed, prefix });
  const providers: Provider[] = [
    { provide: ChangeQueries, useValue: changes },
    { provide: Commits, useValue: new Commits(feed, hints) },
    {
      provide: LiveStreams,
      useFactory: (metrics: Metrics) => {
        const streams = new LiveStreams({ ...common, feed, log: changes, callers: access.callers });
        metrics.watchListeners(() => streams.count);
        return streams;
      },
      inject: [Metrics],
    },
  ];
  return { controllers: [StreamController], providers };
}
