import type { BusLogger } from './bus-logger.js';

type Level = 'warn' | 'error';

/** How many lines of one kind are logged per interval; further ones are only counted. */
const LINES_MAX = 10;
const INTERVAL_MS = 60_000;
/** A kind is a text of a message. Our code has fewer of them; any beyond this share one count. */
const KINDS_MAX = 200;

interface Kind {
  lines: number;
  suppressed: number;
}

/**
 * A logger that cannot be flooded. For each text of a warning or error, whatever its facts, it
 * writes ten lines a minute, and then one line with the number of those left out. `info` is not
 * limited.
 */
export class FloodGuard implements BusLogger {
  private readonly kinds = new Map<string, Kind>();

  constructor(private readonly log: BusLogger) {}

  info(facts: object, message: string): void {
    this.log.info(facts, message);
  }

  warn(facts: object, message: string): void {
    this.write('warn', facts, message);
  }

  error(facts: object, message: string): void {
    this.write('error', facts, message);
  }

  private write(level: Level, facts: object, message: string): void {
    const kind = this.kindOf(level, message);
    if (kind.lines < LINES_MAX) {
      kind.lines++;
      this.log[level](facts, message);
    } else {
      kind.suppressed++;
    }
  }

  private kindOf(level: Level, message: string): Kind {
    const isKnown = this.kinds.has(message) || this.kinds.size < KINDS_MAX;
    const name = isKnown ? message : 'other messages';
    const known = this.kinds.get(name);
    if (known) return known;
    const kind: Kind = { lines: 0, suppressed: 0 };
    this.kinds.set(name, kind);
    setTimeout(() => this.endInterval(level, name, kind), INTERVAL_MS).unref();
    return kind;
  }

  private endInterval(level: Level, name: string, { suppressed }: Kind): void {
    this.kinds.delete(name);
    if (suppressed === 0) return;
    const seconds = INTERVAL_MS / 1000;
    this.log[level]({ suppressed, seconds }, `more lines were not written: ${name}`);
  }
}
