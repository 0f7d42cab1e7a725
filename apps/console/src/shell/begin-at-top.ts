import { useEffect } from 'react';

/** A place that one goes to begins at its top; the browser itself leads back to where one was. */
export function useBeginAtTop(): void {
  useEffect(() => {
    let here = location.pathname;
    const onGoing = (): void => {
      if (location.pathname !== here) window.scrollTo(0, 0);
      here = location.pathname;
    };
    const onBack = (): void => {
      here = location.pathname;
    };
    addEventListener('pushState', onGoing);
    addEventListener('popstate', onBack);
    return () => {
      removeEventListener('pushState', onGoing);
      removeEventListener('popstate', onBack);
    };
  }, []);
}
