export {
  BROKER_URL_FORM,
  DATABASE_URL_FORM,
  describeServerUrl,
  serverUrlFault,
  withSecret,
} from './server-url.js';
export type { ServerUrlForm } from './server-url.js';
export { StopSignals } from './stop-signals.js';
export type { StopSignal } from './stop-signals.js';
export { unknownSettingsText } from './unknown-settings.js';
