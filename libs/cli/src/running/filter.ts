import { filterTextIn, formatFilter, parseFilter, type FilterFault } from '#filters';
import { usage } from '../ending/errors.js';
import type { Given, OptionSpec } from '../spec/command-spec.js';
import { FILTER_OPTION } from '../spec/shared-options.js';

/** Filters that are asked for most have an option of their own. */
const SHORT = ['status', 'definition', 'key', 'step', 'error', 'participant'] as const;

export const FILTER_OPTIONS: readonly OptionSpec[] = [
  FILTER_OPTION,
  ...SHORT.map((name) => ({ flags: `--${name} <value>`, does: `short for --filter '${name}=…'` })),
];

/**
 * The filter as the API takes it in a query: of `--filter`, which may be an address of the
 * console, with the short options in place of what it says of the same.
 * @throws CliError CLI_USAGE when it is no filter, with each thing that is wrong
 */
export function filterOf({ options }: Pick<Given, 'options'>): string {
  const given = textIn(typeof options['filter'] === 'string' ? options['filter'] : '');
  const short = SHORT.flatMap((name) => {
    const value = options[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  const kept = given
    .split('&')
    .filter((part) => part !== '' && !short.some(([name]) => part.split('=', 1)[0] === name));
  const added = short.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const { filter, faults } = parseFilter([...kept, ...added].join('&'));
  if (filter !== null) return formatFilter(filter);
  const told = faults.map((fault) => `  ${faultText(fault)}`);
  throw usage(`The filter cannot be used:\n${told.join('\n')}`);
}

function faultText({ message, possible }: FilterFault): string {
  return possible.length === 0 ? message : `${message} (${possible.slice(0, 12).join(', ')})`;
}

/** The page of one saga or of one group of failures is about the sagas that it shows. */
function textIn(given: string): string {
  const path = URL.canParse(given) ? new URL(given).pathname : given.split('?', 1)[0];
  const [, place, name] = /\/(sagas|failures)\/([0-9a-f-]{16,36})$/.exec(path ?? '') ?? [];
  if (name === undefined) return filterTextIn(given);
  return `${place === 'sagas' ? 'id' : 'failure'}=${name}`;
}
