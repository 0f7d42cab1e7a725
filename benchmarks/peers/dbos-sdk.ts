import { loadInstalled } from './installed.js';

/** What is used of `@dbos-inc/dbos-sdk`. */
export interface DbosSdk {
  readonly DBOS: {
    setConfig(config: {
      readonly name: string;
      readonly systemDatabaseUrl: string;
      readonly systemDatabasePoolSize: number;
      readonly logger: DbosLogger;
    }): void;
    registerWorkflow<A extends unknown[], R>(
      workflow: (...args: A) => Promise<R>,
      config: { readonly name: string },
    ): (...args: A) => Promise<R>;
    /** Not tried again when it throws. */
    runStep<R>(step: () => Promise<R>, config: { readonly name: string }): Promise<R>;
    launch(): Promise<void>;
  };
}

export interface DbosLogger {
  info(entry: unknown): void;
  debug(entry: unknown): void;
  warn(entry: unknown): void;
  error(entry: unknown, metadata?: { readonly error?: unknown; readonly stack?: string }): void;
}

export function loadDbos(): DbosSdk {
  return loadInstalled('@dbos-inc/dbos-sdk') as DbosSdk;
}
