/** How to connect so that a session means by its data what all others mean by it. */
export interface SessionStart {
  /** The address, without the `options` that it may have had. */
  readonly url: string;
  /** For the start of the connection: what the address asks for, with our own settings last. */
  readonly options: string;
}

/**
 * Whoever administers the server may set any of these for a database or a role, and dates would be
 * read wrongly, keys be found in another schema, or transactions see other rows. None of them is
 * about speed or durability, and whether a session may write is left to the administrator.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  datestyle: 'ISO,MDY',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  client_encoding: 'UTF8',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
};

/** The last place is for temporary tables, which would come first otherwise, unasked. */
const SEARCH_PATH = 'public,pg_temp';

/**
 * The settings of every session that works with our tables. The tables are in the schema `public`,
 * or where `options` of the address says: `?options=-c%20search_path%3Dmine`.
 *
 * They are start-up options, for they hold without another trip to the server. PgBouncer refuses
 * them unless it is told not to, see docs/OPERATIONS.md.
 *
 * @param more further options, `-c name=value`; they win over the address.
 */
export function sessionStart(address: string, more = ''): SessionStart {
  const { url, options } = withoutOptions(address);
  const ours = Object.entries(SETTINGS).map(
    ([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`,
  );
  const parts = [`-c search_path=${SEARCH_PATH}`, options, ...ours, more];
  return { url, options: parts.filter((part) => part !== '').join(' ') };
}

/** Those in the address would take the place of ours. */
function withoutOptions(address: string): SessionStart {
  // the client has forms of address of its own, such as a path; they have no options
  if (!URL.canParse(address)) return { url: address, options: '' };
  const url = new URL(address);
  const options = url.searchParams.get('options');
  if (options === null) return { url: address, options: '' };
  url.searchParams.delete('options');
  return { url: url.href, options };
}
