import { useSyncExternalStore, type ReactElement } from 'react';

/** A button that takes back what was done; `done` says what that was: `Resume payment`. */
export type BackButton = ReactElement<{ readonly done: string }>;

/** What was done last, and what takes it back. */
interface DoneAct {
  readonly name: string;
  /** null: it was taken back. */
  readonly back: BackButton | null;
  /** Which one it is, of those that were told since the page was opened. */
  readonly number: number;
}

let current: DoneAct | null = null;
let told = 0;
const readers = new Set<() => void>();

/** Offers to take back what was done, until something else is done or another place is shown. */
export function offerBack(back: BackButton): void {
  set({ name: back.props.done, back, number: ++told });
}

/** What was done is taken back. */
export function tellTakenBack(name: string): void {
  set({ name, back: null, number: ++told });
}

/** Nothing is told any more. */
export function tellNothing(): void {
  set(null);
}

/** What was done last; null: nothing that can be taken back. */
export function useDoneAct(): DoneAct | null {
  return useSyncExternalStore(read, () => current);
}

function read(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

function set(next: DoneAct | null): void {
  current = next;
  for (const reader of readers) reader();
}
