import { useState } from 'react';
import { useMe, useWhyNot } from '../../api/me';
import button from '../../parts/button.module.css';
import { DefaultView } from './default-view';
import { ViewDialog } from './view-dialog';
import type { SavedView } from './use-views';
import css from './view-tabs.module.css';

interface ViewActsProps {
  /** The saved view that is shown; null: the filter is not saved. */
  readonly view: SavedView | null;
  readonly filter: string;
}

/** Keep the filter that is shown under a name; change the view, share it, take it away. */
export function ViewActs({ view, filter }: ViewActsProps) {
  const [isOpen, setOpen] = useState(false);
  const me = useMe();
  const mayNot = useWhyNot(view === null ? 'saveView' : 'replaceView');
  const why = view?.mayChange === false ? `It is a view of ${view.owner}.` : mayNot;
  const isAdmin = me.data?.operations.includes('setDefaultView') === true;
  return (
    <span className={css.acts}>
      <button
        type="button"
        className={button.button}
        aria-disabled={why !== null}
        title={why ?? undefined}
        onClick={() => why === null && setOpen(true)}
      >
        {view === null ? 'Save this view…' : 'Change this view…'}
      </button>
      {view?.isShared === true && isAdmin && <DefaultView view={view} />}
      {isOpen && <ViewDialog view={view} filter={filter} onClose={() => setOpen(false)} />}
    </span>
  );
}
