import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { readerOf } from '../../live/live';

/**
 * Reads again and again what no event of a saga tells, as long as it moves, and once more when it
 * does not: what was read last may be older than its end.
 */
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
      void queries.invalidateQueries({ queryKey: [name] });
    };
  }, [queries, name, isMoving, everyMs]);
}
