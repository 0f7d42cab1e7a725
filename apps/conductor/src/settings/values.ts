import {
  givenSettings,
  logLevelFault,
  serverUrlFault,
  withLogin,
  type Environment,
  type ServerUrlForm,
  type SettingName,
  type SettingValues,
} from '#process';

/** Takes a sentence about a setting that cannot be used. */
export type Report = (fault: string) => void;

/** One or more environment variables have values that cannot be used. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';

  constructor(readonly faults: readonly string[]) {
    super(faults.join('; '));
  }
}

/** What is set, with secrets read from their files: once in a process, as one may be a pipe. */
export function readValues(environment: Environment, report: Report): SettingValues {
  const { values, faults } = givenSettings(environment);
  for (const { setting, problem } of faults) report(`${setting} ${problem}`);
  const levelFault = logLevelFault(values);
  if (levelFault !== null) report(`LOG_LEVEL ${levelFault}`);
  return values;
}

/** Reads `<name>_URL`; `<name>_USER` and `<name>_PASSWORD` replace the login in it. */
export function readUrl(
  values: SettingValues,
  name: 'DATABASE' | 'AMQP',
  form: ServerUrlForm,
  report: Report,
): string {
  const text = values[`${name}_URL`];
  if (text === undefined) {
    report(`${name}_URL is not set; it looks like ${form.example}`);
    return '';
  }
  const fault = serverUrlFault(text, form);
  if (fault !== null) {
    report(`${name}_URL ${fault}`);
    return text;
  }
  return withLogin(text, {
    user: values[`${name}_USER`],
    password: values[`${name}_PASSWORD`],
  });
}

/** A whole number, at least 1. */
export function readCount(
  values: SettingValues,
  name: SettingName,
  preset: number,
  report: Report,
): number {
  const text = values[name];
  if (text === undefined) return preset;
  if (!/^[1-9]\d{0,8}$/.test(text)) report(`${name} must be a whole number from 1, not "${text}"`);
  return Number(text);
}
