import type { components } from '../../api/schema';
import button from '../../parts/button.module.css';
import { CopyButton } from '../../parts/copy-button';
import { Dialog } from '../../parts/dialog';
import css from './keys.module.css';

export type MadeKey = components['schemas']['MadeApiKey'];

/** A key that was just made: nobody can show it again. */
export function ShownOnce(props: { readonly made: MadeKey; readonly onClose: () => void }) {
  const { made, onClose } = props;
  return (
    <Dialog title={`The key of ${made.name}`} onClose={onClose}>
      <p>It is shown this once, and kept nowhere. Copy it before you close this.</p>
      <output className={css.secret} aria-label="Key">
        {made.key}
      </output>
      <div className={css.acts}>
        <CopyButton name="Copy the key" text={() => made.key} />
        <button type="button" className={button.button} onClick={onClose}>
          I have it
        </button>
      </div>
    </Dialog>
  );
}
