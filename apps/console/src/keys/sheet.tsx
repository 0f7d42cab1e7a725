import { Dialog } from '../parts/dialog';
import { PLACES } from '../places';
import { choose, useLook } from '../look/look';
import css from './sheet.module.css';

const KEYS = [
  [['Ctrl', 'K'], 'Go anywhere, or paste an id (⌘K on a Mac)'],
  [['?'], 'This sheet'],
  [['/'], 'Filter'],
  [['j'], 'Next row; beside a saga, the next one of its list'],
  [['k'], 'Row before; beside a saga, the one before in its list'],
  [['r'], 'Retry, with a preview'],
  [['u'], 'Take back what was just done, where that is possible'],
  [['Enter'], 'Open what has the focus'],
  [['Esc'], 'Close, or leave a field'],
] as const;

/** What keys do. */
export default function Sheet({ onClose }: { readonly onClose: () => void }) {
  const { shortcuts } = useLook();
  return (
    <Dialog title="Shortcuts" onClose={onClose}>
      <div className={css.sheet}>
        <Keys title="Everywhere" keys={KEYS} />
        <Keys
          title="Go to"
          keys={PLACES.map(({ letter, name }) => [['g', letter], name] as const)}
        />
      </div>
      <label className={css.off}>
        <input
          type="checkbox"
          checked={shortcuts === 'on'}
          onChange={({ target }) => choose('shortcuts', target.checked ? 'on' : 'off')}
        />
        Keys of one character do this. Off, only Ctrl K does.
      </label>
    </Dialog>
  );
}

type Shown = readonly (readonly [keys: readonly string[], does: string])[];

function Keys({ title, keys }: { readonly title: string; readonly keys: Shown }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <dl className={css.keys}>
        {keys.map(([pressed, does]) => (
          <div key={does}>
            <dt>
              {pressed.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
