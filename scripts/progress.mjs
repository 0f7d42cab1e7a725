/** A short computation reports nothing. */
const QUIET_MS = 500;
const TERMINAL_EVERY_MS = 100;
/** For output that keeps its lines, such as a build's log. */
const LOG_EVERY_MS = 5000;

/**
 * Reports the progress of a long computation: on a terminal as one line that is overwritten,
 * elsewhere as a line every 5 s. Call `tell(text)` as often as there is news; `end()` clears the
 * line.
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
