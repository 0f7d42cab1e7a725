/** Receives one structured line at a time; a pino logger fits. */
export interface ParticipantLogger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
