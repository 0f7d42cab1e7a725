import { useRef, useState, type PointerEvent } from 'react';

/** A stretch of a width, from 0 to 1. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Less is a click. */
const STRETCH_MIN = 0.01;

/**
 * Draws a stretch with the pointer over the box.
 *
 * @param onDrawn is told of it when the pointer is let go
 */
export function useBrush(onDrawn: (stretch: Stretch) => void) {
  const box = useRef<HTMLDivElement>(null);
  const began = useRef<number | null>(null);
  const [stretch, draw] = useState<Stretch | null>(null);
  const reached = ({ clientX }: PointerEvent): number => {
    const { left, width } = box.current?.getBoundingClientRect() ?? { left: 0, width: 0 };
    return (clientX - left) / width;
  };
  const end = (): void => {
    began.current = null;
    draw(null);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const at = reached(event);
      const isElse = (event.target as Element).closest('a, input') !== null;
      if (event.button !== 0 || isElse || !(at >= 0 && at <= 1)) return;
      // a box within another one has the pointer to itself
      event.stopPropagation();
      began.current = at;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      const { current } = began;
      if (current === null) return;
      const at = Math.min(1, Math.max(0, reached(event)));
      draw({ from: Math.min(current, at), to: Math.max(current, at) });
    },
    onPointerUp: () => {
      if (stretch !== null && stretch.to - stretch.from >= STRETCH_MIN) onDrawn(stretch);
      end();
    },
    onPointerCancel: end,
  };
  return { box, stretch, handlers };
}
