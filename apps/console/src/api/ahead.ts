/** What the page asked before the console was loaded (public/ahead.js). */
interface Asked {
  /** null: no answer came. */
  readonly response: Promise<Response | null>;
  /** What the answer says, once it is there and good. */
  readonly data?: unknown;
}

/** By then the console has asked for what it shows first; what is left is old. */
const FRESH_MS = 20_000;

const asked = (globalThis as { conductorAhead?: Map<string, Asked> }).conductorAhead;

/**
 * The good answer that was asked for ahead, once; null: none was, or none came. Any other is asked
 * for anew: it may have been refused to somebody who has logged in since.
 */
export async function takeAhead({ method, url }: Request): Promise<Response | null> {
  const response = method === 'GET' ? await take(url)?.response : null;
  return response?.ok === true ? response : null;
}

/** What was answered ahead, once; undefined: nothing good, or nothing yet. */
export function takeArrived(url: string): unknown {
  const { data } = asked?.get(url) ?? {};
  if (data !== undefined) take(url);
  return data;
}

function take(url: string): Asked | undefined {
  const found = performance.now() < FRESH_MS ? asked?.get(url) : undefined;
  asked?.delete(url);
  return found;
}
