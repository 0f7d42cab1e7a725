import type { IncomingHttpHeaders } from 'node:http';
import type { Outlet } from '#live';
import { RepeatingTask, type Clock } from '#resilience';
import type { Callers } from '../edge/access/callers.js';
import type { Identity } from '../edge/access/identity.js';

/** Who listens, and what it showed when it began. */
export interface ListenerCaller {
  readonly identity: Identity;
  readonly headers: IncomingHttpHeaders;
}

interface Watched extends ListenerCaller {
  dueAt: number;
}

/** Keys are in memory, and one that was revoked ends its streams within five seconds. */
const EVERY_MS = 3_000;
/** A login is looked up in the database, and there may be many. */
const LOGIN_EVERY_MS = 60_000;

/** Ends streams whose callers may not have them any more: a stream may outlive its key. */
export class ListenerRights {
  private readonly watched = new Map<Outlet, Watched>();
  private readonly task: RepeatingTask;

  constructor(
    private readonly callers: Pick<Callers, 'identify'>,
    private readonly clock: Clock,
  ) {
    this.task = new RepeatingTask(clock, () => this.look());
    this.task.start(EVERY_MS);
  }

  watch(outlet: Outlet, { identity, headers }: ListenerCaller): void {
    this.watched.set(outlet, { identity, headers, dueAt: this.clock.now() + EVERY_MS });
    outlet.onEnd(() => void this.watched.delete(outlet));
  }

  close(): Promise<void> {
    return this.task.stop();
  }

  /** Never rejects. */
  private async look(): Promise<number> {
    const now = this.clock.now();
    for (const [outlet, watched] of [...this.watched]) {
      if (watched.dueAt > now) continue;
      try {
        const found = this.callers.identify(watched.headers);
        watched.dueAt = now + (found instanceof Promise ? LOGIN_EVERY_MS : EVERY_MS);
        const recognized = await found;
        if (recognized !== null && isSame(recognized.identity, watched.identity)) continue;
        outlet.end('not-allowed');
      } catch {
        // it cannot be looked up now: the next look does
      }
    }
    return EVERY_MS;
  }
}

/** Else the stream goes on with other rights than it was opened with. */
function isSame(one: Identity, other: Identity): boolean {
  const rights = ({ actor, role, definitions }: Identity) => [actor, role, definitions];
  return JSON.stringify(rights(one)) === JSON.stringify(rights(other));
}
