import { ConductorClient, ConductorError } from '#client';
import type { Target } from '../config/profiles.js';
import { ApiRefusal, CliError, type Problem } from '../ending/errors.js';
import type { Api, ApiAnswer, ApiCall, Change } from './api.js';

/** The conductor of a target, by the client that others use too. */
export function clientApi({ url, apiKey, from }: Target): Api {
  const client = new ConductorClient({
    baseUrl: url,
    via: 'cli',
    ...(apiKey === null ? {} : { apiKey }),
  });
  return {
    url,
    send: (call, expects = []) => send(client, call, { expects, from }),
    pulses: (sagaId, signal) =>
      untilAborted(client.sagas.watch(sagaId, { signal, beyondEnd: true }), signal, from),
    async *changes(filter, signal) {
      const news = client.watch(queryOf({ filter }), { signal });
      for await (const each of untilAborted(news, signal, from)) {
        if (each.kind === 'change') yield each.change as Change;
      }
    },
  };
}

/** A request of the typed client by names that are known only when it runs. */
type AnyRequest = (
  method: string,
  path: string,
  init: object,
) => Promise<{ readonly data?: unknown; readonly response: Response }>;

async function send(
  { api }: ConductorClient,
  { method, path, body, idempotencyKey, ...query }: ApiCall,
  { expects, from }: { readonly expects: readonly number[]; readonly from: string },
): Promise<ApiAnswer> {
  const [pathname = '', own = ''] = path.split('?', 2);
  const init = {
    params: { query: { ...queryOf({ filter: own }), ...queryOf(query) } },
    parseAs: 'text',
    headers: {
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
    },
    // text was written as JSON, and what is wrong with it the conductor says
    ...(typeof body === 'string' ? { bodySerializer: (text: string) => text } : {}),
    ...(body === undefined ? {} : { body }),
  };
  try {
    const request = api.request as unknown as AnyRequest;
    const { data, response } = await request(method.toLowerCase(), pathname, init);
    const serverAt = Date.parse(response.headers.get('date') ?? '');
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const text = typeof data === 'string' ? data : '';
    return {
      status: response.status,
      body: isJson && text !== '' ? (JSON.parse(text) as unknown) : text,
      serverAt: Number.isNaN(serverAt) ? null : serverAt,
    };
  } catch (error) {
    return expected(error, expects) ?? throwAsOurs(error, from);
  }
}

function queryOf({
  filter = '',
  query = {},
}: Pick<ApiCall, 'filter' | 'query'>): Readonly<Record<string, string>> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return {
    ...Object.fromEntries(new URLSearchParams(filter)),
    ...Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  };
}

/** An answer that the caller reads, though it is a problem; null: it is not one of these. */
function expected(error: unknown, expects: readonly number[]): ApiAnswer | null {
  if (!(error instanceof ConductorError) || !expects.includes(error.status)) return null;
  return { status: error.status, body: error.problem, serverAt: null };
}

function throwAsOurs(error: unknown, from: string): never {
  if (!(error instanceof ConductorError)) throw error;
  if (error.problem !== null) throw new ApiRefusal(error.problem as Problem);
  const isUnreachable = error.status === 0;
  throw new CliError(error.detail, {
    code: isUnreachable ? 'CLI_UNREACHABLE' : 'CLI_NOT_A_CONDUCTOR',
    help: `The address is from ${from}: --url, CONDUCTOR_URL or a profile say another one.`,
    cause: error,
  });
}

/** What is read until nobody wants it any more, which is no error. */
async function* untilAborted<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal,
  from: string,
): AsyncGenerator<Item, void, undefined> {
  try {
    yield* items;
  } catch (error) {
    if (!signal.aborted) throwAsOurs(error, from);
  }
}
