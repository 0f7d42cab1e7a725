import { conductorNames } from '#bus';
import {
  ChildSagas,
  DeadMessageKeeper,
  MessageIntake,
  ReplyIntake,
  SagaStarter,
  Senders,
  type EnvelopeLimits,
  type TransitionPipeline,
} from '#runtime';
import type { Shared } from './assemble-pipeline.js';
import type { EngineHostParts } from './engine-host-parts.js';

/** What brings inputs to the pipeline: starts, replies, messages of services, child sagas. */
export function assembleIntake(
  parts: EngineHostParts,
  shared: Shared & { readonly pipeline: TransitionPipeline; readonly envelopes: EnvelopeLimits },
) {
  const { catalog, participants, started, openSagas, prefix, replySecret: secrets } = parts;
  const { pipeline } = shared;
  const starter = new SagaStarter({ catalog, pipeline, started, openSagas });
  const children = new ChildSagas({ pipeline, starter });
  const deadMessages = new DeadMessageKeeper(shared);
  const accounts = parts.participantAccounts;
  const senders = new Senders({ ...shared, directory: participants, prefix, accounts });
  const { repliesQueue: queue } = conductorNames(prefix);
  const replies = new ReplyIntake({ ...shared, deadMessages, senders, queue, secrets });
  const intake = new MessageIntake({
    ...shared,
    deadMessages,
    starter,
    catalog,
    participants,
    senders,
    prefix,
  });
  return { starter, children, senders, replies, intake };
}
