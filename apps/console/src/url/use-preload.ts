import { type ComponentType, useEffect } from 'react';
import { matchRoute, useRouter } from 'wouter';
import type { RoutePath } from '../routes';

/** What loads each view but the first, once. */
export type Loads = Readonly<
  Record<Exclude<RoutePath, '/'>, () => Promise<{ readonly default: ComponentType }>>
>;

/** Loads a view while the pointer or the focus is on a link to it: somebody may go there. */
export function usePreload(loads: Loads): void {
  const { parser, base } = useRouter();
  useEffect(() => {
    const look = ({ target }: Event): void => {
      const link = target instanceof Element ? target.closest('a') : null;
      // a browser that is offline would remember that it failed
      if (link?.origin !== window.location.origin || !navigator.onLine) return;
      if (!link.pathname.startsWith(base)) return;
      const path = link.pathname.slice(base.length) || '/';
      const route = Object.entries(loads).find(([each]) => matchRoute(parser, each, path)[0]);
      // it is tried again, and told of, by whoever goes there
      route?.[1]().catch(() => undefined);
    };
    document.addEventListener('pointerover', look);
    document.addEventListener('focusin', look);
    return () => {
      document.removeEventListener('pointerover', look);
      document.removeEventListener('focusin', look);
    };
  }, [loads, parser, base]);
}
