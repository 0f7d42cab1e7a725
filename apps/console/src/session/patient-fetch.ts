import { takeAhead } from '../api/ahead';
import { session } from './session';

/** What is read comes within seconds; after so long nobody is there. Acts may take longer. */
const READ_MAX_MS = 30_000;

/**
 * Sends a request; where the API does not know who calls, again once the same person has logged in.
 * So a session that ends costs nothing that is on the page: whoever asked only waits longer.
 */
export async function patientFetch(request: Request): Promise<Response> {
  const again = request.clone();
  const ahead = await takeAhead(request);
  const response = ahead ?? (await fetch(request, { signal: boundOf(request) }));
  if (response.status !== 401 || isLogin(request)) return response;
  session.end();
  await session.untilOpen(again.signal);
  return patientFetch(again);
}

function boundOf({ method, signal }: Request): AbortSignal {
  return method === 'GET' ? AbortSignal.any([signal, AbortSignal.timeout(READ_MAX_MS)]) : signal;
}

function isLogin({ url, method }: Request): boolean {
  return method === 'POST' && new URL(url).pathname.endsWith('/v1/login');
}
