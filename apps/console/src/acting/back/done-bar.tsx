import { Fragment, useEffect } from 'react';
import { useLocation } from 'wouter';
import button from '../../parts/button.module.css';
import { tellNothing, useDoneAct } from './done-act';
import css from './done-bar.module.css';

/** The button that was pressed is gone: the view has the focus then. */
function close(): void {
  tellNothing();
  document.getElementById('view')?.focus({ preventScroll: true });
}

/** Says what was done last, where that can be taken back, and offers it. */
export function DoneBar() {
  const [place] = useLocation();
  const done = useDoneAct();
  // on another place it would be about something else
  useEffect(() => {
    return () => tellNothing();
  }, [place]);
  return (
    <aside aria-label="Done last" className={css.place} data-shown={done !== null}>
      <span role="status">
        {done !== null && (
          <>
            {done.back === null ? 'Taken back' : 'Done'}: <b>{done.name}</b>
          </>
        )}
      </span>
      {done !== null && <Fragment key={done.number}>{done.back}</Fragment>}
      {done !== null && (
        <button type="button" className={button.button} onClick={close}>
          Close
        </button>
      )}
    </aside>
  );
}
