import { conductorNames } from '#bus';
import { PostgresPresenceStore } from '#persistence';
import { programVersion } from '#process';
import {
  BrokerProof,
  LostMessages,
  OutageWatch,
  ReplyQueues,
  TimerPump,
  type ReplyIntake,
  type TransitionPipeline,
} from '#runtime';
import { TablePurge } from '../table-purge.js';
import type { Shared } from './assemble-pipeline.js';
import type { EngineHostParts } from './engine-host-parts.js';

/** What watches over time, the broker and the tables. */
export function assembleWatches(
  parts: EngineHostParts,
  shared: Shared & { readonly pipeline: TransitionPipeline; readonly replies: ReplyIntake },
  log: ConstructorParameters<typeof TablePurge>[0]['log'],
) {
  const { prefix, storePool, metrics } = parts;
  const { replies, pulse, report } = shared;
  const replyQueues = new ReplyQueues({
    ...shared,
    prefix,
    reader: replies,
    onLost: (queue) => lostMessages.note([queue]),
  });
  const others = () => replyQueues.names;
  const { repliesQueue: queue } = conductorNames(prefix);
  const broker = new BrokerProof({ ...shared, queue, others });
  const lostMessages = new LostMessages({
    ...shared,
    prefix,
    onResent: (sagas) => {
      if (sagas > 0) parts.logger.warn({ sagas }, 'what the broker lost was sent again');
    },
  });
  const presence = new PostgresPresenceStore(storePool, programVersion(import.meta.url));
  const watch = new OutageWatch({ ...shared, presence, broker, replyQueues });
  const timers = new TimerPump({ ...shared, broker });
  const purge = new TablePurge({
    pulse,
    limits: parts.tableLimits,
    log,
    report,
    onPurged: (deadMessages) => metrics.observePurged(deadMessages),
  });
  return { replyQueues, lostMessages, watch, timers, purge };
}
