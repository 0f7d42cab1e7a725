import { pino } from 'pino';
import { migrateConductorDatabase } from '#persistence';
import { logLevelOf, unknownSettingsText } from '#process';
import { ConfigError, readMigrateSettings } from './config.js';
import { StartError, toStartError } from './start-error.js';

/** Brings the tables of the conductor up to date, and ends: with 1 if they are not. */
const logger = pino({ name: 'conductor-migrate', level: logLevelOf(process.env) });

try {
  const { databaseUrl, runtimeRole } = readMigrateSettings(process.env);
  const unread = unknownSettingsText(process.env);
  if (unread !== null) logger.warn(unread);
  const done = await migrateConductorDatabase(databaseUrl, runtimeRole).catch((error: unknown) => {
    throw toStartError(error, { host: '', port: 0, databaseUrl });
  });
  logger.info({ migrations: done, runtimeRole }, 'the tables are those of this release');
} catch (error) {
  const isTold = error instanceof ConfigError || error instanceof StartError;
  if (isTold) logger.fatal({ code: error.code }, error.message);
  else logger.fatal({ err: error }, 'the migrations failed');
  process.exitCode = 1;
}
