import { useEffect, useSyncExternalStore } from 'react';
import { useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import type { components } from '../api/schema';
import { ReadAgain } from './read-again';
import { SharedStream } from './shared-stream';
import type { StreamState } from './stream-state';

export type SagaChange = components['schemas']['SagaChange'];

/** What changes make old is read again at most this often. */
const READ_AGAIN_MS = 1_000;
/** Without a stream they are read this often. */
export const POLL_MS = 5_000;

const stream = new SharedStream();

/** How current is what is seen. */
export function useStreamState(): StreamState {
  return useSyncExternalStore(
    (onChange) => stream.listen((news) => news.kind === 'state' && onChange()),
    () => stream.state,
  );
}

/** Called for each change of a saga. `onChange` has to be the same function each time. */
export function useChanges(onChange: (change: SagaChange) => void): void {
  useEffect(() => {
    return stream.listen((news) => {
      if (news.kind === 'change') onChange(news.change as SagaChange);
    });
  }, [onChange]);
}

/** Called when changes were missed, and nobody knows which. As with `useChanges`. */
export function useReset(onReset: () => void): void {
  useEffect(() => {
    return stream.listen((news) => news.kind === 'reset' && onReset());
  }, [onReset]);
}

/**
 * Reads what these queries give again as sagas change, when changes were missed, and as long as the
 * stream is lost: those whose keys begin with a name, and with a saga as the second part only those
 * of this saga, when it changes.
 */
export function useFresh(names: readonly string[], sagaId?: string): void {
  const queries = useQueryClient();
  const key = names.join(' ');
  useEffect(() => {
    const all = key.split(' ').map((name) => {
      return readerOf(queries, sagaId === undefined ? [name] : [name, sagaId], READ_AGAIN_MS);
    });
    const read = (): void => all.forEach((each) => each.ask());
    const leave = stream.listen((news) => {
      if (news.kind === 'reset' || (news.kind === 'change' && isOf(sagaId, news.change))) read();
    });
    const poll = setInterval(() => {
      if (stream.state.is === 'lost') read();
    }, POLL_MS);
    return () => {
      leave();
      clearInterval(poll);
      for (const each of all) each.end();
    };
  }, [queries, key, sagaId]);
}

function isOf(sagaId: string | undefined, change: unknown): boolean {
  return sagaId === undefined || (change as SagaChange).sagaId === sagaId;
}

/** Reads what is seen of these queries again. */
export function readerOf(queries: QueryClient, queryKey: QueryKey, everyMs: number): ReadAgain {
  return new ReadAgain({
    read: () => queries.invalidateQueries({ queryKey }, { cancelRefetch: false }),
    isBeingRead: () => queries.isFetching({ queryKey, type: 'active' }) > 0,
    everyMs,
  });
}
