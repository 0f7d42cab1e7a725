import { BASE_PATH } from '../api/place';
import { openStream } from './own-stream';
import type { StreamNews, StreamState } from './stream-state';

/** An origin may have two consoles, each under a path of its own. */
const NAME = `conductor-stream:${BASE_PATH}`;

/**
 * One stream for all tabs of the browser, which may have six connections to a server at most: the
 * tab that holds the lock has it, and tells the others. Without locks (a page without TLS) each tab
 * has its own.
 */
export class SharedStream {
  private readonly channel = new BroadcastChannel(NAME);
  private readonly listeners = new Set<(news: StreamNews) => void>();
  private current: StreamState = { is: 'starting' };

  constructor() {
    this.channel.onmessage = ({ data }: MessageEvent<StreamNews | 'ask'>) => {
      if (data !== 'ask') this.take(data);
      else if (this.isLeader) this.share({ kind: 'state', state: this.current });
    };
    void this.lead();
  }

  private isLeader = false;

  get state(): StreamState {
    return this.current;
  }

  /** The returned function ends it. */
  listen(listener: (news: StreamNews) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async lead(): Promise<void> {
    const locks = navigator.locks as LockManager | undefined;
    if (locks === undefined) return void openStream((news) => this.take(news));
    this.channel.postMessage('ask');
    await locks.request(NAME, () => {
      this.isLeader = true;
      // another tab had it, and has told what it heard: nobody knows what came since
      const hasMissed = this.current.is !== 'starting';
      openStream((news) => {
        this.take(news);
        this.share(news);
      }, hasMissed);
      // until the tab is closed
      return new Promise<never>(() => undefined);
    });
  }

  private share(news: StreamNews): void {
    this.channel.postMessage(news);
  }

  private take(news: StreamNews): void {
    // when it began to be lost matters, not each attempt
    const isStillLost =
      news.kind === 'state' && news.state.is === 'lost' && this.current.is === 'lost';
    if (isStillLost) return;
    if (news.kind === 'state') this.current = news.state;
    for (const listener of this.listeners) listener(news);
  }
}
