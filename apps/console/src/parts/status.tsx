import css from './status.module.css';

const SHAPES = {
  stuck: <path d="M6 1 11.5 11H.5Z" />,
  compensating: (
    <path d="M4.5 1 1 4.5 4.5 8V5.5h3a2 2 0 0 1 0 4H5v1.8h2.5a3.8 3.8 0 0 0 0-7.6h-3Z" />
  ),
  running: (
    <>
      <circle className={css.ring} cx="6" cy="6" r="4.6" />
      <circle cx="6" cy="6" r="1.8" />
    </>
  ),
  completed: <path className={css.stroke} d="m1.5 6.2 3 3 6-6.4" />,
  compensated: <path className={css.thin} d="M4.5 2.5 2 5l2.5 2.5M2.5 5h5a2.5 2.5 0 0 1 0 5H5" />,
  abandoned: <path className={css.thin} d="M2.5 2.5l7 7M9.5 2.5l-7 7" />,
  paused: <path d="M3 1.5h2v9H3zM7 1.5h2v9H7z" />,
  waiting: (
    <path className={css.thin} d="M2.5 1h7M2.5 11h7M3.5 1c0 5 5 5 5 10M8.5 1c0 5-5 5-5 10" />
  ),
  unknown: <path className={css.thin} d="M2 6h8" />,
} as const;

export type StatusName = keyof typeof SHAPES;

/** What something is: a shape, a colour and a word. */
export function Status({ of, text = of }: { readonly of: string; readonly text?: string }) {
  const shape = of in SHAPES ? SHAPES[of as StatusName] : null;
  return (
    <span className={css.status} data-status={of}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {shape}
      </svg>
      {text}
    </span>
  );
}
