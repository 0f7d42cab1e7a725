export { ChildSagas } from './children/child-sagas.js';
export { DeadMessageKeeper } from './dead-messages/dead-message-keeper.js';
export { EnvelopeLimits } from './envelopes/envelope-limits.js';
export { replyInput } from './inputs/reply.js';
export { MessageIntake } from './intake/message-intake.js';
export { SAGA_MEMORY_LIMITS } from './memory/saga-memory.js';
export { BrokerProof } from './outages/broker-proof.js';
export { LostMessages } from './outages/lost-messages.js';
export { OutageWatch } from './outages/outage-watch.js';
export { outagesKnown } from './outages/presence.js';
export type { MessageRelay } from './outbox/message-relay.js';
export { OutboxRelay } from './outbox/outbox-relay.js';
export { OutboxSweeper } from './outbox/outbox-sweeper.js';
export { wireMessage } from './outbox/wire-message.js';
export * as pauses from './timers/pauses.js';
export { PipelineClosedError, PipelineOverloadedError } from './pipeline/pipeline-errors.js';
export type { PipelineOptions } from './pipeline/pipeline-options.js';
export { TransitionPipeline } from './pipeline/transition-pipeline.js';
export { Pulse } from './pulse/pulse.js';
export { recoverOpenSagas } from './recovery/recover-open-sagas.js';
export { ReplyQueues } from './reply-queues/reply-queues.js';
export { ReplyIntake } from './replies/reply-intake.js';
export type {
  OperateRequest,
  OperateResult,
  ReplyRequest,
  SignalRequest,
  SignalResult,
  ResolvedStart,
} from './requests/pipeline-requests.js';
export { newSagaId } from './requests/saga-id.js';
export { Senders } from './senders/senders.js';
export type { ParticipantAccount } from './senders/senders.js';
export { fingerprintOf, fingerprintOfStart } from './starting/fingerprint.js';
export { OPEN_SAGAS_MAX, OpenSagaLimit } from './starting/open-saga-limit.js';
export { SagaStarter } from './starting/saga-starter.js';
export type { StartOutcome, StartRequest, StartedSagas } from './starting/saga-starter.js';
export { TimerPump } from './timers/timer-pump.js';
