export { ChildSagas, type ChildSagasParts } from './children/child-sagas.js';
export type { ChildCommand, LocalDelivery, LocalMessage } from './children/local-messages.js';
export { DeadMessageKeeper } from './dead-messages/dead-message-keeper.js';
export { DefinitionCache, DefinitionMissingError } from './definition-cache.js';
export type { MessageRelay } from './outbox/message-relay.js';
export { OutboxRelay, type OutboxRelayOptions } from './outbox/outbox-relay.js';
export { OutboxSweeper, type OutboxSweeperOptions } from './outbox/outbox-sweeper.js';
export { BrokerProof } from './outages/broker-proof.js';
export { OutageWatch, type OutageWatchOptions } from './outages/outage-watch.js';
export { outagesKnown } from './outages/presence.js';
export type { AvailabilityListener } from './pipeline/availability.js';
export { PipelineClosedError, PipelineOverloadedError } from './pipeline/pipeline-errors.js';
export type { PipelineOptions } from './pipeline/pipeline-options.js';
export { TransitionPipeline } from './pipeline/transition-pipeline.js';
export type {
  OperateRequest,
  OperateResult,
  ParentAnswer,
  ParentRequest,
  SignalRequest,
  SignalResult,
  ReplyRequest,
  ReplyResult,
  StartRequest,
  StartResult,
} from './pipeline-requests.js';
export type { Clock } from './ports/clock.js';
export type {
  DefinitionCatalog,
  DefinitionSource,
  Resolution,
  Triggered,
} from './ports/definition-source.js';
export type { Fault, ReportFault } from './ports/fault-report.js';
export type { ParticipantDirectory } from './ports/participant-directory.js';
export * from './ports/presence-store.js';
export * from './ports/saga-store.js';
export { systemClock } from './ports/system-clock.js';
export { RepeatingTask } from './repeating-task.js';
export { persistently } from './persistently.js';
export { LostMessages, type LostMessagesOptions } from './outages/lost-messages.js';
export { recoverOpenSagas } from './recover-open-sagas.js';
export { ReplyIntake, type ReplyIntakeOptions } from './replies/reply-intake.js';
export { newSagaId } from './saga-id.js';
export { MessageIntake, type MessageIntakeOptions } from './intake/message-intake.js';
export { OPEN_SAGAS_MAX, OpenSagaLimit, type OpenSagaCounts } from './starting/open-saga-limit.js';
export { fingerprintOf, fingerprintOfStart } from './starting/fingerprint.js';
export { Senders, type ParticipantAccount, type SendersOptions } from './senders/senders.js';
export {
  SagaStarter,
  type StartedSagas,
  type StartOutcome,
  type StartWish,
} from './starting/saga-starter.js';
export { TimerPump, type TimerPumpOptions } from './timers/timer-pump.js';
export { wireMessage } from './outbox/wire-message.js';
export { replyInput } from './pipeline/reply-input.js';
