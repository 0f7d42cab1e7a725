const ROUTE = /^ +@?(?:Get|Post|Put|Patch|Delete|All|Sse|Head|Options)\(/;
const NEED = /^ +@?Needs(?:Nobody)?\(/;

/** The lines with a route whose handler does not say with `@Needs` who may use it. */
export function routesWithoutNeed(source: string): readonly string[] {
  if (!source.includes('@Controller(')) return [];
  const lines = source.split('\n');
  return lines.filter((line, at) => {
    if (!ROUTE.test(line)) return false;
    // the decorators of one handler stand side by side, without an empty line
    const from = lines.lastIndexOf('', at);
    const to = lines.indexOf('', at);
    const handler = lines.slice(from + 1, to < 0 ? lines.length : to);
    return !handler.some((near) => NEED.test(near));
  });
}
