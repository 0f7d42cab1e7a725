import { api } from '../api/client';
import { apiUrl } from '../api/place';
import type { StreamNews } from './stream-state';

/** Between attempts, when the browser does not make them by itself. */
const RETRY_MS = 2_000;
/** Something is heard every two seconds at least: after so long nobody is there. */
const SILENT_MS = 5_000;
const LOOK_EVERY_MS = 1_000;

/**
 * The stream of all sagas. It goes on by itself after whatever cuts it, with what was missed.
 * `hasMissed`: something was missed before it begins. The returned function ends it.
 */
export function openStream(tell: (news: StreamNews) => void, hasMissed = false): () => void {
  const stream = new OwnStream(tell, hasMissed);
  return () => stream.close();
}

class OwnStream {
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastId = '';
  private heardAt = Date.now();
  private hasEnded = false;
  private readonly looking = setInterval(() => this.look(), LOOK_EVERY_MS);

  constructor(
    private readonly tell: (news: StreamNews) => void,
    private wasLost: boolean,
  ) {
    this.open();
  }

  close(): void {
    this.hasEnded = true;
    clearInterval(this.looking);
    clearTimeout(this.timer);
    this.source?.close();
  }

  private open(): void {
    const goOn = this.lastId === '' ? '' : `&lastEventId=${encodeURIComponent(this.lastId)}`;
    const source = new EventSource(apiUrl(`/v1/stream?heartbeat=true${goOn}`));
    this.source = source;
    this.heardAt = Date.now();
    source.addEventListener('open', (event) => {
      // the browser's own comes before the first of the stream, which has the same name
      if (event instanceof MessageEvent) this.begin(event as MessageEvent<string>);
    });
    source.addEventListener('heartbeat', (event: MessageEvent<string>) => this.hear(event));
    source.addEventListener('saga', (event: MessageEvent<string>) => {
      this.hear(event);
      this.tell({ kind: 'change', change: JSON.parse(event.data) });
    });
    source.addEventListener('reset', (event: MessageEvent<string>) => {
      this.hear(event);
      this.tell({ kind: 'reset' });
    });
    source.addEventListener('error', () => {
      this.lose(Date.now());
      // after some answers the browser does not try again
      if (source.readyState === EventSource.CLOSED) void this.openAgain();
    });
  }

  private begin(event: MessageEvent<string>): void {
    const isAfterLoss = this.wasLost && this.lastId === '';
    this.hear(event);
    this.tell({ kind: 'state', state: { is: 'live' } });
    // it was lost before there was a place to go on after
    if (isAfterLoss) this.tell({ kind: 'reset' });
    this.wasLost = false;
  }

  private hear({ lastEventId }: MessageEvent<string>): void {
    this.lastId = lastEventId;
    this.heardAt = Date.now();
  }

  /** A connection that nobody answers on does not fail by itself for minutes. */
  private look(): void {
    if (this.source?.readyState !== EventSource.OPEN) return;
    if (Date.now() - this.heardAt < SILENT_MS) return;
    this.lose(this.heardAt);
    this.source.close();
    this.open();
  }

  private lose(since: number): void {
    this.wasLost = true;
    this.tell({ kind: 'state', state: { is: 'lost', since } });
  }

  private async openAgain(): Promise<void> {
    // if it is for want of a login, this answers when somebody has logged in
    await api.GET('/v1/me').catch(() => undefined);
    if (!this.hasEnded) this.timer = setTimeout(() => this.open(), RETRY_MS);
  }
}
