import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useMe } from '../api/me';
import { Dialog } from '../parts/dialog';
import { Emblem } from '../parts/emblem';
import { LogIn } from './log-in';
import css from './log-in.module.css';
import { useSession, type SessionState } from './session';

/**
 * Asks who somebody is as soon as the API wants to know: instead of the page when it is opened, and
 * above it when a session ends later, so that nothing on it is lost.
 */
export function Gate({ children }: { readonly children: ReactNode }) {
  const state = useSession();
  const isKnown = useMe().data !== undefined;
  useFreshAfterLogin(state);
  if (state === 'open') return children;
  if (!isKnown) return <LogInPage />;
  return (
    <>
      {children}
      <SessionEnded />
    </>
  );
}

/** What was seen before was for somebody else, or is old. */
function useFreshAfterLogin(state: SessionState): void {
  const queries = useQueryClient();
  const before = useRef(state);
  useEffect(() => {
    if (state === 'open' && before.current === 'ended') void queries.invalidateQueries();
    before.current = state;
  }, [queries, state]);
}

function LogInPage() {
  return (
    <main className={css.page}>
      <section className={css.box} aria-label="Log in">
        <span className={css.name}>
          <Emblem />
          <b>Conductor</b>
        </span>
        <h1>Log in</h1>
        <LogIn />
      </section>
    </main>
  );
}

/** The page below stays as it was, with what was typed. There is nothing to do without a login. */
function SessionEnded() {
  const [shown, show] = useState(0);
  return (
    <Dialog key={shown} title="Your session has ended" onClose={() => show(shown + 1)}>
      <p>Log in again: this page stays as it is.</p>
      <LogIn isAbovePage />
    </Dialog>
  );
}
