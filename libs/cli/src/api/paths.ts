import { usage } from '../ending/errors.js';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/**
 * A path of the API with its `{names}` filled in.
 * @throws CliError CLI_USAGE when a value is empty
 */
export function fillPath(path: string, values: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(values[name] ?? '').trim();
    if (value === '') throw usage(`<${name}> is empty.`);
    return encodeURIComponent(value);
  });
}

/** The id in what was given: an id, or an address of the console or the API that has one. */
export function idIn(text: string): string {
  return UUID.exec(text)?.[0] ?? text;
}
