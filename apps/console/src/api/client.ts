import createClient, { type Middleware } from 'openapi-fetch';
import { patientFetch } from '../session/patient-fetch';
import { BASE_PATH } from './place';
import { ApiProblem } from './problem';
import type { paths } from './schema';

/** No form has this header, and no page of another origin may add it. */
const OWN_PAGE = { 'conductor-client': 'console' };

const refusals: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return undefined;
    const isProblem = response.headers.get('content-type')?.includes('problem+json') === true;
    throw ApiProblem.of(isProblem ? await response.json() : undefined, response.status);
  },
  onError() {
    return new ApiProblem('UNREACHABLE', 0, 'The conductor does not answer.');
  },
};

/** The whole API, typed by its own description. A call rejects with an ApiProblem. */
export const api = createClient<paths>({
  baseUrl: BASE_PATH,
  headers: OWN_PAGE,
  fetch: patientFetch,
});
api.use(refusals);

/** What a call answers, where it answers JSON. @throws ApiProblem when it does not */
export async function dataOf<Data>(
  call: Promise<{ readonly data?: Data }>,
): Promise<Exclude<Data, string | undefined>> {
  const { data } = await call;
  if (data === undefined || typeof data === 'string') {
    throw new ApiProblem('UNREACHABLE', 0, 'What answered is not the conductor.');
  }
  return data as Exclude<Data, string | undefined>;
}
