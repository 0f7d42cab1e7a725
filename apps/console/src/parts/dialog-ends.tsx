import button from './button.module.css';
import css from './dialog-ends.module.css';

interface DialogEndsProps {
  /** What is done, as the button that opened the dialog says it. */
  readonly name: string;
  readonly isReady: boolean;
  readonly onClose: () => void;
}

/** Back, or do it: the end of a form in a dialog. */
export function DialogEnds({ name, isReady, onClose }: DialogEndsProps) {
  return (
    <div className={css.ends}>
      <button type="button" className={button.button} onClick={onClose}>
        Back
      </button>
      <button type="submit" className={`${button.button} ${button.main}`} aria-disabled={!isReady}>
        {name}
      </button>
    </div>
  );
}
