export { ConductorClient } from './conductor-client.js';
export type { ApiKey, ClientOptions } from './transport/client-options.js';
export type { Retries } from './transport/retries.js';
export type { ApiPaths, ConductorApi, Schemas } from './api/api-client.js';
export { ConductorError, type Problem, type ProblemCode } from './errors/conductor-error.js';
export { CLIENT_CODES } from './errors/client-codes.js';
export {
  ApprovalAskedError,
  UnexpectedAnswerError,
  UnreachableError,
  WaitLimitError,
} from './errors/own-errors.js';
export * from './errors/problem-classes.js';
export type { ItemOf, ListOptions, ListPath } from './lists/list.js';
export { Pages, type Page } from './lists/pages.js';
export type { CallOptions, KeyedOptions, SagaFilter, Sagas, StartSaga } from './sagas/sagas.js';
export type { WaitOptions } from './sagas/waiting.js';
export type { DefinitionDocument, Definitions } from './definitions/definitions.js';
export type { ActOptions, Acted } from './operations/carry-out.js';
export type { Operations, SeenAction } from './operations/operations.js';
export type { PreviewableAction, SagaAction } from './operations/saga-action.js';
export type { StreamOptions } from './streams/event-stream.js';
export type { WatchFilter, WatchNews } from './streams/watch.js';
export type { SagaEntry, WatchSagaOptions } from './streams/watch-saga.js';
