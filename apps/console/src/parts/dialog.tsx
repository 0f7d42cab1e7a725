import { useEffect, useId, useRef, type ReactNode } from 'react';
import css from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The browser's own dialog: it keeps the focus, and Escape closes it. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // the browser would choose the first control, whatever it is
    const begin = dialog.current?.querySelector<HTMLElement>('[data-begin]');
    begin?.focus();
    // what stands there already goes with the first letter of something else
    if (begin instanceof HTMLInputElement) begin.select();
    return () => giveBack(before);
  }, []);
  return (
    <dialog ref={dialog} className={css.dialog} onClose={onClose} aria-labelledby={titleId}>
      <div className={css.body}>
        <h2 id={titleId}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

/** The browser does so for a dialog that is closed, not for one that is taken away. */
function giveBack(before: Element | null): void {
  const isNowhere = document.activeElement === document.body;
  if (!isNowhere || !(before instanceof HTMLElement)) return;
  const view = document.getElementById('view');
  (before.isConnected ? before : view)?.focus();
}
