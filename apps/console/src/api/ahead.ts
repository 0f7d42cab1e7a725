/** Answers to what the page asked before the console was loaded, by URL (public/ahead.js). */
const answers = (globalThis as { conductorAhead?: Map<string, Promise<Response | null>> })
  .conductorAhead;

/** The answer that was asked for ahead, once; null: none was, or none came. */
export async function takeAhead({ method, url }: Request): Promise<Response | null> {
  const answer = method === 'GET' ? answers?.get(url) : undefined;
  if (answer === undefined) return null;
  answers?.delete(url);
  return answer;
}
