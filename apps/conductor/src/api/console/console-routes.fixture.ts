import { readConsole } from './console-files.js';
import { CONSOLE_PLACES } from './serve-console.js';

const PLACE = new RegExp(`^/(${CONSOLE_PLACES.join('|')})(/.*)?$`);
const FILES = readConsole() ?? new Map();

/** Whether a path, or the pattern of a route, is of the page or of what it is made of. */
export function isOfConsole(path: string): boolean {
  return PLACE.test(path) || FILES.has(path);
}
