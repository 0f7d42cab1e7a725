/** There was no connection to be had: the server has not heard of the statement. */
export class NotConnectedError extends Error {
  readonly code = 'NOT_CONNECTED';
}
