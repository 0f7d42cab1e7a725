/** Nest's token for the log: pino's logger is an interface and cannot serve as its own token. */
export const LOGGER = Symbol('logger');
