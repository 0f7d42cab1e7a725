import type { SagaDefinition } from '#definition';
import type { Waiting } from '#engine';
import type { Commits } from '#live';
import type { pausePorts } from '#ports';
import type { pauses as running } from '#runtime';
import type { StoreObserver } from './observed-store.js';

interface Known {
  /** One that was loaded; null: it was not. */
  readonly peek: (name: string, version: number) => SagaDefinition | null;
  readonly pauses: () => readonly pausePorts.KnownPause[];
  readonly automatic: Pick<running.AutomaticPauses, 'observe'>;
}

/** The same, and what is committed is told to those who listen, and to who counts failures. */
export function tellingOf(
  observer: StoreObserver,
  commits: Pick<Commits, 'tell'>,
  { peek, pauses, automatic }: Known,
): StoreObserver {
  const known = () => ({
    definitionOf: peek,
    pauses: pauses().map(toWaiting),
  });
  return {
    observeBatch: (writes) => {
      observer.observeBatch(writes);
      commits.tell(writes, known);
      automatic.observe(writes);
    },
    observeRemembered: (result) => observer.observeRemembered(result),
    observeStoreError: (code) => observer.observeStoreError(code),
  };
}

function toWaiting({ by: actor, reason, ...pause }: pausePorts.KnownPause): Waiting.KnownPause {
  const probe = pause.isAutomatic === true ? { probeAt: null } : {};
  return { pause, by: { actor, reason, ...probe } };
}
