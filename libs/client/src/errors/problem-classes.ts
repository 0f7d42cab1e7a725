// Made from schemas/openapi.json by npm run schema.
import { ConductorError as Coded } from './conductor-error.js';

/** 400: The body is not valid JSON. */
export class JsonMalformedError extends Coded<'JSON_MALFORMED'> {}
/** 400: The body is nested too deeply. */
export class JsonTooDeepError extends Coded<'JSON_TOO_DEEP'> {}
/** 400: The body has too many arrays and objects. */
export class JsonTooManyValuesError extends Coded<'JSON_TOO_MANY_VALUES'> {}
/** 400: The body has too many keys. */
export class JsonTooManyKeysError extends Coded<'JSON_TOO_MANY_KEYS'> {}
/** 400: The body has a key that is too long. */
export class JsonKeyTooLongError extends Coded<'JSON_KEY_TOO_LONG'> {}
/** 400: The body has a key that is not allowed. */
export class JsonForbiddenKeyError extends Coded<'JSON_FORBIDDEN_KEY'> {}
/** 400: The body has a key twice in one object. */
export class JsonDuplicateKeyError extends Coded<'JSON_DUPLICATE_KEY'> {}
/** 400: The body has a character that cannot be stored. */
export class JsonForbiddenCharacterError extends Coded<'JSON_FORBIDDEN_CHARACTER'> {}
/** 400: The body has a number that would be changed. */
export class JsonNumberImpreciseError extends Coded<'JSON_NUMBER_IMPRECISE'> {}
/** 400: The request does not have the right form. */
export class ValidationFailedError extends Coded<'VALIDATION_FAILED'> {}
/** 400: The definition is not valid. */
export class DefinitionInvalidError extends Coded<'DEFINITION_INVALID'> {}
/** 400: The input does not fit the definition. */
export class InputInvalidError extends Coded<'INPUT_INVALID'> {}
/** 400: The Idempotency-Key is not valid. */
export class IdempotencyKeyInvalidError extends Coded<'IDEMPOTENCY_KEY_INVALID'> {}
/** 400: The cursor was not issued by this server. */
export class CursorInvalidError extends Coded<'CURSOR_INVALID'> {}
/** 400: The request cannot be understood. */
export class BadRequestError extends Coded<'BAD_REQUEST'> {}
/** 401: An API key is needed. */
export class UnauthenticatedError extends Coded<'UNAUTHENTICATED'> {}
export class LoginFailedError extends Coded<'LOGIN_FAILED'> {}
/** 403: The role of the caller does not allow this. */
export class ForbiddenError extends Coded<'FORBIDDEN'> {}
/** 403: The request comes from a page of another origin. */
export class OriginNotAllowedError extends Coded<'ORIGIN_NOT_ALLOWED'> {}
/** 403: The view belongs to somebody else. */
export class ViewNotYoursError extends Coded<'VIEW_NOT_YOURS'> {}
/** 403: Somebody else has to decide. */
export class SecondPersonNeededError extends Coded<'SECOND_PERSON_NEEDED'> {}
/** 403: Somebody else asked for this. */
export class ApprovalNotYoursError extends Coded<'APPROVAL_NOT_YOURS'> {}
/** 404: There is no such approval. */
export class ApprovalNotFoundError extends Coded<'APPROVAL_NOT_FOUND'> {}
/** 409: The approval is not open any more. */
export class ApprovalOverError extends Coded<'APPROVAL_OVER'> {}
/** 409: Somebody has confirmed it, and it is being done. */
export class ApprovalBusyError extends Coded<'APPROVAL_BUSY'> {}
/** 409: The key of whoever asked has ended. */
export class ApprovalAskerGoneError extends Coded<'APPROVAL_ASKER_GONE'> {}
/** 409: As many acts wait for a second person as may. */
export class TooManyApprovalsError extends Coded<'TOO_MANY_APPROVALS'> {}
/** 404: There is nothing at this address. */
export class RouteNotFoundError extends Coded<'ROUTE_NOT_FOUND'> {}
/** 400: The bulk does not say which sagas. */
export class BulkWithoutFilterError extends Coded<'BULK_WITHOUT_FILTER'> {}
/** 404: There is no such bulk. */
export class BulkNotFoundError extends Coded<'BULK_NOT_FOUND'> {}
/** 409: The state of the bulk does not allow this. */
export class BulkStateConflictError extends Coded<'BULK_STATE_CONFLICT'> {}
/** 409: The bulk is about no saga. */
export class BulkFindsNothingError extends Coded<'BULK_FINDS_NOTHING'> {}
/** 409: The bulk is about too many sagas. */
export class BulkTooLargeError extends Coded<'BULK_TOO_LARGE'> {}
/** 409: Too many bulks have not ended. */
export class TooManyBulksError extends Coded<'TOO_MANY_BULKS'> {}
/** 404: There is no such definition. */
export class DefinitionNotFoundError extends Coded<'DEFINITION_NOT_FOUND'> {}
/** 404: Nothing is known of this participant. */
export class ParticipantNotFoundError extends Coded<'PARTICIPANT_NOT_FOUND'> {}
/** 404: There is no such dead message. */
export class DeadMessageNotFoundError extends Coded<'DEAD_MESSAGE_NOT_FOUND'> {}
/** 404: There is no such API key. */
export class KeyNotFoundError extends Coded<'KEY_NOT_FOUND'> {}
/** 404: There is no such session, or it has ended. */
export class SessionNotFoundError extends Coded<'SESSION_NOT_FOUND'> {}
/** 404: There is no such saga. */
export class SagaNotFoundError extends Coded<'SAGA_NOT_FOUND'> {}
/** 404: The saga has had no such version. */
export class SagaVersionNotFoundError extends Coded<'SAGA_VERSION_NOT_FOUND'> {}
/** 410: A part of the history of the saga is gone. */
export class HistoryIncompleteError extends Coded<'HISTORY_INCOMPLETE'> {}
/** 422: The saga did too much to be shown as it was. */
export class HistoryTooLongError extends Coded<'HISTORY_TOO_LONG'> {}
/** 404: The settings have no such route for alerts. */
export class AlertRouteNotFoundError extends Coded<'ALERT_ROUTE_NOT_FOUND'> {}
/** 404: There is no such group of failures. */
export class FailureGroupNotFoundError extends Coded<'FAILURE_GROUP_NOT_FOUND'> {}
/** 409: The group of failures has another revision. */
export class FailureGroupChangedError extends Coded<'FAILURE_GROUP_CHANGED'> {}
/** 409: The status of the group of failures does not allow this. */
export class FailureGroupStatusError extends Coded<'FAILURE_GROUP_STATUS'> {}
/** 409: The rule of retention has another revision. */
export class RetentionChangedError extends Coded<'RETENTION_CHANGED'> {}
/** 404: There is no such view. */
export class ViewNotFoundError extends Coded<'VIEW_NOT_FOUND'> {}
/** 405: The method is not allowed here. */
export class MethodNotAllowedError extends Coded<'METHOD_NOT_ALLOWED'> {}
/** 408: The request took too long to arrive. */
export class RequestTimeoutError extends Coded<'REQUEST_TIMEOUT'> {}
/** 409: The definition is retired. */
export class DefinitionRetiredError extends Coded<'DEFINITION_RETIRED'> {}
/** 409: There is an API key with this name. */
export class KeyNameTakenError extends Coded<'KEY_NAME_TAKEN'> {}
/** 409: The API key has ended. */
export class KeyEndedError extends Coded<'KEY_ENDED'> {}
/** 409: There are as many API keys as there may be. */
export class TooManyKeysError extends Coded<'TOO_MANY_KEYS'> {}
/** 409: The saga has ended. */
export class SagaEndedError extends Coded<'SAGA_ENDED'> {}
/** 409: The saga is not stuck. */
export class SagaNotStuckError extends Coded<'SAGA_NOT_STUCK'> {}
/** 409: The step is not stuck. */
export class StepNotStuckError extends Coded<'STEP_NOT_STUCK'> {}
/** 409: The saga has no such step. */
export class StepUnknownError extends Coded<'STEP_UNKNOWN'> {}
/** 409: The state of the step does not allow this. */
export class StepStateConflictError extends Coded<'STEP_STATE_CONFLICT'> {}
/** 409: The input cannot be edited here. */
export class InputNotEditableError extends Coded<'INPUT_NOT_EDITABLE'> {}
/** 409: The saga has passed its pivot. */
export class PivotPassedError extends Coded<'PIVOT_PASSED'> {}
/** 409: The saga is already compensating. */
export class AlreadyCompensatingError extends Coded<'ALREADY_COMPENSATING'> {}
/** 409: No step waits for this signal. */
export class SignalNotExpectedError extends Coded<'SIGNAL_NOT_EXPECTED'> {}
/** 422: The payload of the signal does not fit the step. */
export class SignalPayloadInvalidError extends Coded<'SIGNAL_PAYLOAD_INVALID'> {}
/** 404: Nobody holds this lock. */
export class LockNotFoundError extends Coded<'LOCK_NOT_FOUND'> {}
/** 409: The saga does not hold this lock. */
export class LockNotHeldError extends Coded<'LOCK_NOT_HELD'> {}
/** 409: The saga is paused already. */
export class SagaPausedError extends Coded<'SAGA_PAUSED'> {}
/** 409: The saga itself is not paused. */
export class SagaNotPausedError extends Coded<'SAGA_NOT_PAUSED'> {}
/** 404: There is no pause with this id. */
export class PauseNotFoundError extends Coded<'PAUSE_NOT_FOUND'> {}
/** 409: The pause is over. */
export class PauseOverError extends Coded<'PAUSE_OVER'> {}
/** 409: It is paused already. */
export class ScopePausedError extends Coded<'SCOPE_PAUSED'> {}
/** 409: As many pauses go on as may. */
export class TooManyPausesError extends Coded<'TOO_MANY_PAUSES'> {}
/** 422: The idempotency key belongs to another signal. */
export class SignalIdReusedError extends Coded<'SIGNAL_ID_REUSED'> {}
/** 413: The data of the saga has reached its limit. */
export class SagaFullError extends Coded<'SAGA_FULL'> {}
/** 409: The saga already keeps as many signals as it may. */
export class TooManySignalsError extends Coded<'TOO_MANY_SIGNALS'> {}
/** 409: The participant is live. */
export class ParticipantLiveError extends Coded<'PARTICIPANT_LIVE'> {}
/** 409: The message was replayed or discarded. */
export class DeadMessageResolvedError extends Coded<'DEAD_MESSAGE_RESOLVED'> {}
/** 409: The message cannot be taken again. */
export class DeadMessageNotReplayableError extends Coded<'DEAD_MESSAGE_NOT_REPLAYABLE'> {}
/** 409: The message still cannot be used. */
export class DeadMessageStillUnusableError extends Coded<'DEAD_MESSAGE_STILL_UNUSABLE'> {}
/** 409: The action would not do what its preview said. */
export class PreviewOutdatedError extends Coded<'PREVIEW_OUTDATED'> {}
/** 409: The saga does not fit the version of the definition. */
export class DefinitionDoesNotFitError extends Coded<'DEFINITION_DOES_NOT_FIT'> {}
/** 409: The name belongs to another view. */
export class ViewNameTakenError extends Coded<'VIEW_NAME_TAKEN'> {}
/** 409: The caller already has as many views as one may have. */
export class TooManyViewsError extends Coded<'TOO_MANY_VIEWS'> {}
/** 409: The saga has another version. */
export class VersionConflictError extends Coded<'VERSION_CONFLICT'> {}
/** 413: The body is too large. */
export class BodyTooLargeError extends Coded<'BODY_TOO_LARGE'> {}
/** 414: The address is too long. */
export class UrlTooLongError extends Coded<'URL_TOO_LONG'> {}
/** 415: The body must be application/json. */
export class ContentTypeUnsupportedError extends Coded<'CONTENT_TYPE_UNSUPPORTED'> {}
/** 415: The body must not be compressed. */
export class ContentEncodingUnsupportedError extends Coded<'CONTENT_ENCODING_UNSUPPORTED'> {}
/** 429: The definition has reached its limit of open sagas. */
export class TooManyOpenSagasError extends Coded<'TOO_MANY_OPEN_SAGAS'> {}
/** 422: The family of sagas has used up its budget. */
export class BudgetExceededError extends Coded<'BUDGET_EXCEEDED'> {}
/** 417: The Expect header asks for something unsupported. */
export class ExpectationFailedError extends Coded<'EXPECTATION_FAILED'> {}
/** 421: The server is not known by this name. */
export class HostNotAllowedError extends Coded<'HOST_NOT_ALLOWED'> {}
/** 409: It was done under this key, and what was answered is not known. */
export class ActDoneError extends Coded<'ACT_DONE'> {}
/** 422: The Idempotency-Key was used for another request. */
export class IdempotencyKeyReusedError extends Coded<'IDEMPOTENCY_KEY_REUSED'> {}
/** 429: The caller has too many streams open. */
export class TooManyListenersError extends Coded<'TOO_MANY_LISTENERS'> {}
/** 429: Too many requests without a valid API key. */
export class TooManyWrongKeysError extends Coded<'TOO_MANY_WRONG_KEYS'> {}
/** 431: The headers are too large. */
export class HeadersTooLargeError extends Coded<'HEADERS_TOO_LARGE'> {}
/** 500: Something went wrong on our side. */
export class InternalError extends Coded<'INTERNAL'> {}
/** 503: The identity provider cannot be reached now. */
export class LoginUnavailableError extends Coded<'LOGIN_UNAVAILABLE'> {}
/** 503: The database cannot be reached now. */
export class StoreUnavailableError extends Coded<'STORE_UNAVAILABLE'> {}
/** 503: This replica has too many streams open. */
export class ListenersBusyError extends Coded<'LISTENERS_BUSY'> {}
/** 503: Too many lists are being read on this replica. */
export class ListsBusyError extends Coded<'LISTS_BUSY'> {}
/** 503: The list takes too long to read. */
export class ReadTooSlowError extends Coded<'READ_TOO_SLOW'> {}
/** 503: This replica has more to do than it accepts. */
export class OverloadedError extends Coded<'OVERLOADED'> {}
/** 503: This replica is shutting down. */
export class DrainingError extends Coded<'DRAINING'> {}
