import createClient, { type Client } from 'openapi-fetch';
import { UnexpectedAnswerError } from '../errors/own-errors.js';
import type { Sender } from '../transport/sender.js';
import type { components, paths } from './schema.js';

/** Everything that the API has, by its name in the OpenAPI document. */
export type Schemas = components['schemas'];
export type { paths as ApiPaths };

/**
 * Every call of the API, typed by its OpenAPI document: `api.GET('/v1/sagas/{id}', …)`. A call
 * rejects with a `ConductorError`, so its `data` is there.
 */
export type ConductorApi = Client<paths>;

export function apiOf(sender: Sender): ConductorApi {
  return createClient<paths>({
    baseUrl: sender.baseUrl,
    fetch: (request) => sender.send(request),
  });
}

/** The JSON of an answer. @throws ConductorError: there was another answer, or none */
export async function dataOf<Data>(
  call: Promise<{ readonly data?: Data; readonly response: Response }>,
): Promise<Exclude<Data, string | undefined>> {
  const { data, response } = await call;
  if (data === undefined || typeof data === 'string') {
    throw new UnexpectedAnswerError(response.url, response.status);
  }
  return data as Exclude<Data, string | undefined>;
}
