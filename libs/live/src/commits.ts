import type { ChangeFeed } from './feed/change-feed.js';
import type { Hints } from './hints/hints.js';
import { changesOf, type Surroundings } from './changes/saga-change.js';

/** Takes what this process commits to those who listen here, or at other replicas. */
export class Commits {
  constructor(
    private readonly feed: Pick<ChangeFeed, 'isHeard' | 'tell'>,
    private readonly hints: Pick<Hints, 'areWanted' | 'tell' | 'start' | 'close'>,
  ) {}

  /** Hears of other replicas from now on. Never rejects. */
  start(): Promise<void> {
    return this.hints.start();
  }

  /** It is committed. It costs next to nothing when nobody listens. */
  tell(writes: Parameters<typeof changesOf>[0], known: () => Surroundings): void {
    if (!this.feed.isHeard && !this.hints.areWanted) return;
    const changes = changesOf(writes, known());
    this.feed.tell(changes);
    this.hints.tell(changes);
  }

  close(): Promise<void> {
    return this.hints.close();
  }
}
