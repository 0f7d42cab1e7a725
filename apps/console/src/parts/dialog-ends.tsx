import type { ReactNode } from 'react';
import button from './button.module.css';
import css from './dialog-ends.module.css';

interface DialogEndsProps {
  /** What is done, as the button that opened the dialog says it. */
  readonly name: string;
  readonly isReady: boolean;
  readonly onClose: () => void;
  /** What else can be done with what is shown, on the other side. */
  readonly children?: ReactNode;
}

/** Back, or do it: the end of a form in a dialog. */
export function DialogEnds({ name, isReady, onClose, children }: DialogEndsProps) {
  return (
    <div className={css.ends}>
      {children !== undefined && <div className={css.aside}>{children}</div>}
      <button type="button" className={button.button} onClick={onClose}>
        Back
      </button>
      <button type="submit" className={`${button.button} ${button.main}`} aria-disabled={!isReady}>
        {name}
      </button>
    </div>
  );
}
