import { logLevelOf, unknownSettingsText } from '#process';
import { pino } from 'pino';
import { openServiceDatabase } from './service-database.js';
import { readServiceMigration, type ServiceName } from './service-environment.js';
import { describeFault } from './start-fault.js';

/**
 * The migrate command of a service: brings its tables up to date, those of the participant's
 * library too, and ends: with 1 if they are not. Makes the database when it does not exist.
 */
export async function runServiceMigration(
  name: ServiceName,
  migrations: readonly (new () => object)[],
): Promise<void> {
  const logger = pino({ name: `${name}-migrate`, level: logLevelOf(process.env) });
  try {
    const { databaseUrl, runtimeRole } = readServiceMigration(name, process.env);
    const unread = unknownSettingsText(process.env);
    if (unread !== null) logger.warn(unread);
    const dataSource = await openServiceDatabase({
      databaseUrl,
      runtimeRole,
      applicationName: `${name}-service`,
      poolSize: 2,
      entities: [],
      migrations,
    });
    await dataSource.destroy();
    logger.info({ runtimeRole }, 'the tables are those of this release');
  } catch (error) {
    const { fields, message } = describeFault(error);
    logger.fatal(fields, message);
    process.exitCode = 1;
  }
}
