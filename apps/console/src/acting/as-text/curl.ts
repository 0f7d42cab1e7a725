import { quoted } from './quoted';

/** A call of the API, as a shell takes it. */
export interface Call {
  readonly method: string;
  /** Absolute: a shell knows no page. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Left out: it has none. */
  readonly body?: string;
}

/** The key is in a variable of the shell: what is copied has no secret in it. */
const KEY_HEADER = '"Authorization: Bearer $CONDUCTOR_API_KEY"';

/** The call as a command for a POSIX shell, a part on each line. */
export function curlOf({ method, url, headers, body }: Call): string {
  const named = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const parts = [
    `curl -sS${method === 'GET' ? '' : ` -X ${method}`} ${quoted(url)}`,
    `-H ${KEY_HEADER}`,
    ...named,
    ...(body === undefined ? [] : [`--data-binary ${quoted(body)}`]),
  ];
  return parts.join(' \\\n  ');
}
