import type { Provider } from '@nestjs/common';
import { NO_ALERTS } from '#alerts';
import { AlertStore, ParticipantStore } from '#persistence';
import { AlertQueries, FailureQueries, OverviewQueries } from '#queries';
import { AlertController } from '../api/alerts/alert.controller.js';
import { GroupCalls } from '../api/failures/group-calls.js';
import { AlertTests } from '../api/alerts/alert-tests.js';
import { MuteLinks } from '../api/alerts/mute-links.js';
import { ParticipantQueues } from '../api/participants/participant-queues.js';
import { AlertReceivers } from '../workers/alerts/alert-receivers.js';
import { AlertSender } from '../workers/alerts/alert-sender.js';
import { AlertWatch } from '../workers/alerts/alert-watch.js';
import { look } from '../workers/alerts/alert-look.js';
import type { ConductorParts } from './parts.js';
import type { Feature } from './feature.js';

/** Tells people of what is not as it should be. */
export function alerts({
  access,
  database,
  bus,
  prefix,
  logger,
  ...parts
}: ConductorParts): Feature {
  const { reads, lists, storePool } = database;
  const settings = parts.alerts ?? NO_ALERTS;
  const store = new AlertStore(storePool);
  const receivers = new AlertReceivers(settings, { bus, prefix, secret: parts.cursorSecret });
  const sender = new AlertSender({ store, receivers, logger });
  const providers: Provider[] = [
    { provide: AlertQueries, useFactory: () => new AlertQueries(reads, lists) },
    { provide: AlertTests, useFactory: () => new AlertTests(settings, receivers, store) },
    {
      provide: MuteLinks,
      useFactory: (calls: GroupCalls, failures: FailureQueries) =>
        new MuteLinks({
          ...{ calls, failures, secret: parts.cursorSecret, marked: access.marked },
          needsSecond: (definition) => access.fourEyes.holds({}, 'mute-group', definition),
        }),
      inject: [GroupCalls, FailureQueries],
    },
    { provide: AlertSender, useFactory: () => sender },
    {
      provide: AlertWatch,
      useFactory: (
        queries: AlertQueries,
        failures: FailureQueries,
        overview: OverviewQueries,
        participants: ParticipantStore,
        queues: ParticipantQueues,
      ) =>
        new AlertWatch({
          settings,
          store,
          look: () =>
            look({
              ...{ alerts: queries, failures, overview, participants, queues },
              marked: access.marked,
            }),
          onTold: () => sender.hurry(),
          logger,
          ...(parts.alertLookMs === undefined ? {} : { lookMs: parts.alertLookMs }),
        }),
      inject: [AlertQueries, FailureQueries, OverviewQueries, ParticipantStore, ParticipantQueues],
    },
  ];
  return { controllers: [AlertController], providers };
}
