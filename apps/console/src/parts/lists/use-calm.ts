import { useEffect, useMemo, useRef, useState, type FocusEvent } from 'react';

/** What is taken away while it has the focus says nothing of that. */
const LOOK_EVERY_MS = 1_000;

/**
 * A list that is read again by itself holds still while somebody points at it or is in it with the
 * keyboard: what they are about to choose stays where it is.
 */
export function useCalm() {
  const [isPointedAt, point] = useState(false);
  const [isWithin, setWithin] = useState(false);
  const place = useRef<Element>(null);
  useEffect(() => {
    if (!isWithin) return undefined;
    const look = setInterval(() => {
      if (place.current?.contains(document.activeElement) !== true) setWithin(false);
    }, LOOK_EVERY_MS);
    return () => clearInterval(look);
  }, [isWithin]);
  const area = useMemo(
    () => ({
      onPointerEnter: () => point(true),
      onPointerLeave: () => point(false),
      onFocus: ({ currentTarget }: FocusEvent) => {
        place.current = currentTarget;
        setWithin(true);
      },
      onBlur: () => setWithin(false),
    }),
    [],
  );
  return { isHeld: isPointedAt || isWithin, area };
}
