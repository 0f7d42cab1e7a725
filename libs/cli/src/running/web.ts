import { EXIT } from '../ending/exit-codes.js';
import type { Session } from '../session/session.js';

/** Opens a place of the console, or prints its address where no browser can be opened. */
export function showInConsole(place: string, session: Session): number {
  const url = `${session.api.url}${place}`;
  const { openBrowser } = session.surroundings;
  const isOpened = session.isInteractive && session.output.isForPeople && openBrowser(url);
  if (isOpened) session.output.note(`Opened ${url}`);
  else session.output.result({ url }, () => url);
  return EXIT.done;
}
