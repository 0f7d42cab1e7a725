import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { BASE_PATH } from '../api/place';

/** `ended`: the API has to be shown who calls before it answers anything. */
export type SessionState = 'open' | 'ended';

interface Caller {
  readonly actor: string;
  readonly role: string;
}

/** Tabs have one cookie: whoever logs in does it for all. An origin may have two consoles. */
const NAME = `conductor-session:${BASE_PATH}`;

/**
 * Whether the API knows who calls. A page belongs to one caller: for another one, and after a
 * logout, it is read anew, with nothing of what was seen, typed or under way.
 */
class Session {
  /** Tells who logged in; null: somebody logged out. */
  private readonly channel = new BroadcastChannel(NAME);
  private readonly listeners = new Set<() => void>();
  private current: SessionState = 'open';
  private caller: string | null = null;

  constructor() {
    this.channel.onmessage = ({ data }: MessageEvent<string | null>) => {
      if (data !== null) this.belongTo(data);
      else if (this.caller !== null) window.location.reload();
    };
  }

  get state(): SessionState {
    return this.current;
  }

  /** The returned function ends it. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The API did not know who called: no new calls begin until somebody has logged in. */
  end(): void {
    this.become('ended');
  }

  /** The API knows the caller, who may be another one than before. */
  know({ actor, role }: Caller): void {
    const caller = JSON.stringify([actor, role]);
    const isKnown = caller === this.caller && this.current === 'open';
    if (isKnown) return;
    this.channel.postMessage(caller);
    this.belongTo(caller);
  }

  /** Nobody is logged in any more, by their own wish. */
  leave(): void {
    this.channel.postMessage(null);
    window.location.reload();
  }

  /** Resolves when somebody has logged in. Rejects when nobody waits for it any more. */
  untilOpen(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = this.listen(() => {
        if (this.current === 'ended') return;
        leave();
        resolve();
      });
      signal.addEventListener('abort', () => {
        leave();
        reject(signal.reason as Error);
      });
    });
  }

  private belongTo(caller: string): void {
    // whoever waits for a login goes on waiting until the page is gone
    if (this.caller !== null && this.caller !== caller) return window.location.reload();
    this.caller = caller;
    this.become('open');
  }

  private become(state: SessionState): void {
    if (state === this.current) return;
    this.current = state;
    onlineManager.setOnline(state === 'open');
    for (const listener of [...this.listeners]) listener();
  }
}

export const session = new Session();

export function useSession(): SessionState {
  return useSyncExternalStore(
    (onChange) => session.listen(onChange),
    () => session.state,
  );
}
