import button from '../parts/button.module.css';

/** The answer was lost, and what was asked was done: it must not be asked again. */
export function WasDone(props: { readonly error: Error; readonly onClose: () => void }) {
  const { error, onClose } = props;
  return (
    <>
      <p role="status">
        <b>It was done already</b>, as it was asked the first time. {error.message}
      </p>
      <p>
        <button type="button" className={button.button} onClick={onClose} autoFocus>
          Back
        </button>
      </p>
    </>
  );
}
