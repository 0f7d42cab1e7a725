import {
  parsePosition,
  resetReason,
  type ChangeFeed,
  type ChangeLog,
  type ListStream,
  type LoggedChange,
  type Outlet,
} from '#live';
import { Backoff, type Clock, type ReportFault } from '#resilience';

interface ResumerParts {
  readonly feed: Pick<ChangeFeed, 'position'>;
  readonly log: ChangeLog;
  readonly clock: Clock;
  readonly report: ReportFault;
}

/** More than these since its position, and a client does better to read its lists again. */
const BATCHES_MAX = 10_000;
const CHANGES_MAX = 20_000;
/** Changes of one read. */
const PAGE = 100;
/** Streams that read at a time: after a replica has gone, all of its listeners come at once. */
const TOGETHER_MAX = 2;
const RETRY = { initialMs: 200, maxMs: 5000 };

/** Brings streams that were cut up to date, a few at a time. */
export class Resumer {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly parts: ResumerParts) {}

  /** Goes on until it is done, or the client has gone. Never rejects. */
  async resume(stream: ListStream, outlet: Outlet, lastEventId: string): Promise<void> {
    await this.turn();
    try {
      const backoff = new Backoff(this.parts.clock, RETRY);
      while (!outlet.hasEnded) {
        try {
          return await this.attempt(stream, outlet, lastEventId);
        } catch (error) {
          this.parts.report({ during: 'tell a listener what it missed', error });
          await backoff.wait();
        }
      }
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }

  private async attempt(stream: ListStream, outlet: Outlet, lastEventId: string): Promise<void> {
    const { feed, log } = this.parts;
    const position = parsePosition(lastEventId);
    if (position === null) return lose(stream, 'unknown-position', feed.position);
    const found = await log.since(position, BATCHES_MAX);
    const isTooMuch = found.changes.length > CHANGES_MAX;
    const reason = resetReason(position, found) ?? (isTooMuch ? 'too-much' : null);
    if (reason !== null) return lose(stream, reason, feed.position);
    const missed: LoggedChange[] = [...found.changes];
    while (missed.length > 0 && !outlet.hasEnded) {
      stream.resume(await log.describe(missed.splice(0, PAGE)), lastEventId);
      if (outlet.isFull) await drained(outlet);
    }
    stream.begin(feed.position);
  }

  private async turn(): Promise<void> {
    if (this.running >= TOGETHER_MAX) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running++;
  }
}

function lose(
  stream: ListStream,
  reason: Parameters<ListStream['onReset']>[0],
  position: string,
): void {
  stream.onReset(reason, position);
  stream.begin(position);
}

/** Resolves when the client has read all, or has gone. */
function drained(outlet: Outlet): Promise<void> {
  return new Promise((resolve) => {
    outlet.onDrain(resolve);
    outlet.onEnd(resolve);
  });
}
