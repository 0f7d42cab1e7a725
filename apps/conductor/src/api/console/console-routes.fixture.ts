import { readConsole } from './console-files.js';

const built = readConsole();
const ROUTES = (built?.routes ?? []).map((route) => {
  return new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}/?$`);
});

/** Whether a path, or the pattern of a route, is of the page or of what it is made of. */
export function isOfConsole(path: string): boolean {
  return ROUTES.some((route) => route.test(path)) || built?.files.has(path) === true;
}
