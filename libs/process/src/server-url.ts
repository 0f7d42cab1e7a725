/** How the address of a server is written. */
export interface ServerUrlForm {
  /** Without the colon: `postgres`. */
  readonly schemes: readonly string[];
  /** For whoever has to mend it. */
  readonly example: string;
  /** Parameters that must be whole numbers, and their largest values. */
  readonly numbers?: Readonly<Record<string, number>>;
}

export const DATABASE_URL_FORM: ServerUrlForm = {
  schemes: ['postgres', 'postgresql'],
  example: 'postgres://user@host:5432/name',
};
export const BROKER_URL_FORM: ServerUrlForm = {
  schemes: ['amqp', 'amqps'],
  example: 'amqp://user@host:5672/vhost',
  // what else stands there the client takes for no number, at each of its attempts
  numbers: { heartbeat: 0xffff, channelMax: 0xffff, frameMax: 0xffffffff },
};

/** What has another meaning in a URL, and how it is written where it shall have none. */
const ENCODED = [...'%@/?#:[] '].map((character) => {
  const name = character === ' ' ? 'a space' : character;
  return `${name} as %${character.charCodeAt(0).toString(16).toUpperCase()}`;
});

/**
 * Why a text cannot be used as the address of a server; null: it can. Stricter than URL parsers,
 * which take `p@ss/word#1` for a user, a host, a path and a fragment, and then log the host.
 *
 * The reason repeats nothing of the text: any piece may be one of its secret.
 */
export function serverUrlFault(text: string, form: ServerUrlForm): string | null {
  const { schemes, example, numbers = {} } = form;
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/s.exec(text) ?? [];
  if (!schemes.includes(scheme)) return `is not a URL like ${example}`;
  const [authority = ''] = rest.split(/[/?]/, 1);
  const pieces = rest.split('@');
  const isAmbiguous =
    pieces.length > 2 || (pieces.length === 2 && !authority.includes('@')) || /[#\s]/.test(rest);
  if (!isAmbiguous && isDecodable(rest) && URL.canParse(withHost(text))) {
    return parameterFault(new URL(withHost(text)).searchParams, numbers);
  }
  return `cannot be read: in its user's name and secret write ${ENCODED.join(', ')}`;
}

function parameterFault(
  parameters: URLSearchParams,
  numbers: Readonly<Record<string, number>>,
): string | null {
  for (const [name, max] of Object.entries(numbers)) {
    const texts = parameters.getAll(name);
    if (texts.some((text) => !/^\d{1,10}$/.test(text) || Number(text) > max)) {
      return `has a ${name} that is no number from 0 to ${max}`;
    }
  }
  return null;
}

/** Who logs in, each part as it is, with any characters; undefined: what the address says. */
export interface Login {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

/** The address with this login in place of its own. The address must be right. */
export function withLogin(url: string, { user, password }: Login): string {
  if (user === undefined && password === undefined) return url;
  const [, scheme = '', rest = ''] = /^([a-z]+:\/\/)(.*)$/s.exec(url) ?? [];
  const at = rest.indexOf('@');
  const own = rest.slice(0, Math.max(at, 0));
  const colon = own.indexOf(':');
  const name = user === undefined ? own.split(':', 1)[0] : encodeURIComponent(user);
  const kept = colon < 0 ? '' : own.slice(colon);
  const secret = password === undefined ? kept : `:${encodeURIComponent(password)}`;
  return `${scheme}${name}${secret}@${rest.slice(at + 1)}`;
}

/** For people: where the server is, without who logs in, and without parameters. */
export function describeServerUrl(url: string): string {
  const { host, pathname } = new URL(withHost(url));
  return `${host === NO_HOST ? 'a local socket' : host}${pathname}`;
}

const NO_HOST = 'local-socket';

/** `postgres://user@/name?host=/run/postgresql`: a socket of this machine has no host. */
function withHost(url: string): string {
  return url.replace(/^([a-z]+:\/\/(?:[^/?@]*@)?)(?=[/?]|$)/, `$1${NO_HOST}`);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false; // a % that begins no code, or bytes that are no UTF-8
  }
}
