export { certificateFault } from './certificate-fault.js';
export { givenSettings } from './given-settings.js';
export type { Environment, GivenSettings, SettingFault, SettingValues } from './given-settings.js';
export { logLevelFault, logLevelOf } from './log-level.js';
export type { LogLevel } from './log-level.js';
export { programVersion } from './program-version.js';
export {
  BROKER_URL_FORM,
  DATABASE_URL_FORM,
  describeServerUrl,
  serverUrlFault,
  withLogin,
} from './server-url.js';
export type { Login, ServerUrlForm } from './server-url.js';
export { ServerConnections } from './server-connections.js';
export { settingEntries } from './setting-names.js';
export type { Program, SettingName } from './setting-names.js';
export { migrationsFault, migrationsOf } from './migrations-setting.js';
export type { Migrations } from './migrations-setting.js';
export { StopSignals } from './stop-signals.js';
export type { StopSignal } from './stop-signals.js';
export { unknownSettingsText } from './unknown-settings.js';
