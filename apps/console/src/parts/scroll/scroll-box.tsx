import { useCallback, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import css from './scroll-box.module.css';

interface ScrollBoxProps {
  /** What is in it, for who does not see it. */
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** What is wider than its room scrolls in a box of its own, and shows at which side it goes on. */
export function ScrollBox({ label, className, children }: ScrollBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const [hidden, hide] = useState({ before: false, after: false });
  const look = useCallback(() => {
    const { scrollLeft = 0, scrollWidth = 0, clientWidth = 0 } = box.current ?? {};
    const before = scrollLeft > 1;
    const after = scrollLeft + clientWidth < scrollWidth - 1;
    hide((old) => (old.before === before && old.after === after ? old : { before, after }));
  }, []);
  useLayoutEffect(() => {
    if (box.current === null) return undefined;
    look();
    const observer = new ResizeObserver(look);
    for (const each of [box.current, ...box.current.children]) observer.observe(each);
    return () => observer.disconnect();
  });
  return (
    <div className={css.around}>
      <div
        className={className === undefined ? css.box : `${css.box} ${className}`}
        ref={box}
        onScroll={look}
        tabIndex={0}
        role="group"
        aria-label={label}
      >
        {children}
      </div>
      {hidden.before && <More side="before" sign="‹" />}
      {hidden.after && <More side="after" sign="›" />}
    </div>
  );
}

function More({ side, sign }: { readonly side: 'before' | 'after'; readonly sign: string }) {
  return (
    <div className={`${css.more} ${css[side]}`} data-more={side} aria-hidden="true">
      <span>{sign}</span>
    </div>
  );
}
