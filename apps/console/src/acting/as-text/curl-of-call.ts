import createClient from 'openapi-fetch';
import type { api } from '../../api/client';
import type { paths } from '../../api/schema';
import { curlOf } from './curl';

/** The names of headers that say what is done; a browser adds others. */
const SAYS = ['content-type', 'idempotency-key'];

/** What makes calls that change something. */
export type Caller = Pick<typeof api, 'POST' | 'PUT'>;

/** The one call that this makes, as a command of a shell; nothing is sent. */
export async function curlOfCall(send: (client: Caller) => Promise<unknown>): Promise<string> {
  let command = '';
  const client = createClient<paths>({
    baseUrl: document.baseURI.replace(/\/$/, ''),
    fetch: async (request) => {
      const named = SAYS.map((name) => [name, request.headers.get(name)] as const);
      const headers = Object.fromEntries(
        named.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
      );
      const { method, url } = request;
      command = curlOf({ method, url, headers, body: await request.text() });
      return new Response(null, { status: 204 });
    },
  });
  await send(client);
  return command;
}
