/** The name alone, or as many facts as are expected. */
export function partLike(
  { name, facts }: { readonly name: string; readonly facts: object },
  expected: string | object | undefined,
): unknown {
  if (expected === undefined || typeof expected === 'string') return name;
  const all: Record<string, unknown> = { ...facts };
  return Object.fromEntries(Object.keys(expected).map((key) => [key, all[key]]));
}
