/** What the page asked before the console was loaded (public/ahead.js). */
interface Asked {
  /** null: no answer came. */
  readonly response: Promise<Response | null>;
  /** What the answer says, once it is there and good. */
  readonly data?: unknown;
}

const asked = (globalThis as { conductorAhead?: Map<string, Asked> }).conductorAhead;

/** The answer that was asked for ahead, once; null: none was, or none came. */
export async function takeAhead({ method, url }: Request): Promise<Response | null> {
  return (method === 'GET' ? take(url)?.response : undefined) ?? null;
}

/** What was answered ahead, once; undefined: nothing good, or nothing yet. */
export function takeArrived(url: string): unknown {
  const { data } = asked?.get(url) ?? {};
  if (data !== undefined) take(url);
  return data;
}

function take(url: string): Asked | undefined {
  const found = asked?.get(url);
  asked?.delete(url);
  return found;
}
