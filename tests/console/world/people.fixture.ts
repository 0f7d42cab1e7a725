import type { ConductorStack } from '../../../apps/conductor/src/conductor-stack.fixture.js';
import type { Json } from '../../../apps/conductor/src/api/openapi/conformance.fixture.js';

/** Who acts in the world; `root` is who looks at it. */
export const PEOPLE = [
  { name: 'root', role: 'admin' as const },
  { name: 'anna', role: 'operator' as const },
  { name: 'ben', role: 'operator' as const },
  { name: 'vera', role: 'viewer' as const },
].map((person) => ({ ...person, key: keyOf(person.name) }));

export function keyOf(name: string): string {
  return `${name}-0123456789abcdef`;
}

/** @throws Error when it is refused */
export async function post(
  stack: ConductorStack,
  path: string,
  body: object,
  who = 'root',
): Promise<Json> {
  const answer = await stack.call('POST', path, { body, headers: headersOf(who) });
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export async function get(stack: ConductorStack, path: string): Promise<Json> {
  return (await stack.call('GET', path, { headers: headersOf('root') })).body;
}

function headersOf(who: string): Record<string, string> {
  return { authorization: `Bearer ${keyOf(who)}` };
}
