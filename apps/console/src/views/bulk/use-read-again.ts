import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { readerOf } from '../../live/live';

/** Reads again and again what no event of a saga tells, as long as it moves. */
export function useReadAgain(name: string, isMoving: boolean, everyMs: number): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!isMoving) return undefined;
    const reader = readerOf(queries, [name], everyMs);
    const timer = setInterval(() => {
      if (!document.hidden) reader.ask();
    }, everyMs);
    return () => {
      clearInterval(timer);
      reader.end();
    };
  }, [queries, name, isMoving, everyMs]);
}
