import css from './event-panel.module.css';

/** What went wrong: its code, and what the participant says of it. */
export function ErrorText({ code, message }: { readonly code: string; readonly message: string }) {
  return (
    <p className={css.error}>
      <code>{code}</code> {message !== code && message}
    </p>
  );
}
