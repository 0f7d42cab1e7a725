/* What operators change beside sagas: a part of the door, under one name. */
export { DeadMessageStore } from './dead-messages/dead-message-store.js';
export type { KeptMessage } from './dead-messages/dead-message-store.js';
export { ActAnswers } from './audit/act-answers.js';
export type { ActAnswer, KeyedAct } from './audit/act-answers.js';
export { forgetParticipant } from './participants/forget-participant.js';
export { ExemptionStore } from './retention/exemption-store.js';
export type { Exemption } from './retention/exemption-store.js';
export { countDueSagas, FROM_THE_OLDEST, Retention } from './retention/retention.js';
export type { DueSagas, RetentionPosition, RuleDays } from './retention/retention.js';
export { RetentionRules } from './retention/retention-rules.js';
export type { DeletedSagas, RetentionRule } from './retention/retention-rules.js';
export { raiseTickets } from './tickets/raise-tickets.js';
export {
  APPROVAL_LEASE_MS,
  ApprovalStore,
  OPEN_APPROVALS_MAX,
  OPEN_APPROVALS_OF_CALLER_MAX,
} from './approvals/approval-store.js';
export type { ApprovalPage, Asked, Decider } from './approvals/approval-store.js';
export type {
  ApprovalRecord,
  ApprovalState,
  ClaimedApproval,
  NewApproval,
} from './approvals/approval-record.js';
