import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** How wide something is, in CSS pixels, before it is painted; null: it is not shown. */
export function useWidth(): readonly [number | null, RefObject<HTMLDivElement | null>] {
  const measured = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const element = measured.current;
    if (element === null) return undefined;
    const measure = (): void => setWidth(element.clientWidth || null);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [width, measured];
}
