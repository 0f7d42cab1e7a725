import type { components } from '../../api/schema';

export type Lock = components['schemas']['Lock'];
export type LockTicket = components['schemas']['LockTicket'];

/** What a holder itself waits for: a lock, and who holds that. */
interface LockLink {
  readonly key: string;
  /** null: it is not known. */
  readonly holder: LockTicket | null;
}

const LINKS_MAX = 5;

/**
 * What the holder of a lock waits for, what the holder of that waits for, and so on, as far as
 * these locks tell it. `isCircle`: it comes back to a saga that is in it.
 */
export function chainFrom(lock: Lock, locks: readonly Lock[]) {
  const links: LockLink[] = [];
  const seen = new Set<string>();
  let { holder } = lock;
  while (holder !== null && links.length < LINKS_MAX) {
    const { sagaId } = holder;
    if (seen.has(sagaId)) return { links, isCircle: true };
    seen.add(sagaId);
    const awaited = locks.find(({ waiters }) => waiters.some((each) => each.sagaId === sagaId));
    if (awaited === undefined) break;
    links.push({ key: awaited.key, holder: awaited.holder });
    ({ holder } = awaited);
  }
  return { links, isCircle: false };
}
