/** Where Nest finds the log: pino's logger is an interface and cannot be its own token. */
export const LOGGER = Symbol('logger');
