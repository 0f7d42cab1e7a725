/** A short computation says nothing. */
const QUIET_MS = 500;
const TERMINAL_EVERY_MS = 100;
/** Where lines are kept, as in the log of a build. */
const LOG_EVERY_MS = 5000;

/**
 * Says how far a long computation is: on a terminal in one line that is written over, elsewhere in a
 * line every 5 s. `tell(text)` is called as often as there is something new; `end()` clears the line.
 */
export function progressOn(stream, now = () => performance.now()) {
  const isTerminal = stream.isTTY === true;
  const beginAt = now();
  let tellAt = beginAt + (isTerminal ? QUIET_MS : LOG_EVERY_MS);
  let isShown = false;
  return {
    tell(text) {
      const at = now();
      if (at < tellAt) return;
      tellAt = at + (isTerminal ? TERMINAL_EVERY_MS : LOG_EVERY_MS);
      const line = `${text}, ${Math.round((at - beginAt) / 1000)} s`;
      stream.write(isTerminal ? `\r\x1b[K${line}` : `${line}\n`);
      isShown = isTerminal;
    },
    end() {
      if (isShown) stream.write('\r\x1b[K');
      isShown = false;
    },
  };
}
