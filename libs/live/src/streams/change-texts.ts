import type { SagaFilter } from '#filters';
import { matchOf, type ChangeFilter } from '../changes/change-filter.js';
import type { SagaChange } from '../changes/saga-change.js';
import { eventText } from './event-text.js';

/** Who listens, and to what. */
export interface ListListener {
  readonly filter: ChangeFilter;
  /** The same for the same filter, and for the same `show`. */
  readonly filterName: string;
  /** As the listener may see it. Left out: all of it. */
  readonly show?: Show;
}

export interface Show {
  /** The same for listeners who may see the same. */
  readonly name: string;
  of(definition: string, view: unknown): unknown;
  /** Whether they may find sagas of the definition by what the filter asks for. */
  finds(definition: string, filter: SagaFilter): boolean;
}

/** The events of one batch of changes, made once for all listeners with the same filter. */
export class ChangeTexts {
  private changes: readonly SagaChange[] = [];
  private position = '';
  private readonly made = new Map<string, Buffer>();
  /** By who may see it, and whether it matches. */
  private readonly texts = new Map<string, string[]>();

  /** `position`: what was told before. Empty: none of them matches. */
  of(changes: readonly SagaChange[], position: string, listener: ListListener): Buffer {
    if (changes !== this.changes) this.begin(changes, position);
    const known = this.made.get(listener.filterName);
    if (known !== undefined) return known;
    const wanted = changes.map((change, index) => {
      const match = matchFor(change, listener);
      return match === null ? '' : this.textOf(index, match === 'now', listener.show);
    });
    const made = Buffer.from(wanted.join(''));
    this.made.set(listener.filterName, made);
    return made;
  }

  private begin(changes: readonly SagaChange[], position: string): void {
    this.changes = changes;
    this.position = position;
    this.made.clear();
    this.texts.clear();
  }

  private textOf(index: number, matches: boolean, show?: Show): string {
    const name = `${show?.name ?? ''}/${matches}`;
    const texts = this.texts.get(name) ?? [];
    this.texts.set(name, texts);
    const change = this.changes[index];
    if (change === undefined) return '';
    return (texts[index] ??= changeText(change, this.position, { matches, ...(show && { show }) }));
  }
}

/** As `matchOf`. What a listener does not see, it does not guess by asking for it. */
export function matchFor(change: SagaChange, { filter, show }: ListListener) {
  const isHidden = show?.finds(change.definition.name, filter.saga) === false;
  return isHidden ? null : matchOf(change, filter);
}

/** `position`: what was told before it. */
export function changeText(
  change: SagaChange,
  position: string,
  { matches, show }: { readonly matches: boolean; readonly show?: Show },
): string {
  const view = { ...viewOf(change), matches };
  const data = show === undefined ? view : show.of(change.definition.name, view);
  return eventText({ id: position, name: 'saga', data });
}

/** As the API shows it. */
function viewOf(change: SagaChange) {
  const { entry: _entry, saga: _saga, sagaBefore: _before, at, ...shown } = change;
  return { ...shown, at: new Date(at).toISOString() };
}
