import { nameOf, type SagaChange } from '../changes/saga-change.js';
import type { FeedListener } from '../feed/change-feed.js';
import type { ResetReason } from '../feed/reset-reason.js';
import { changeText, matchFor, type ChangeTexts, type ListListener } from './change-texts.js';
import { eventText } from './event-text.js';
import type { Outlet } from './outlet.js';

interface Heard {
  readonly changes: readonly SagaChange[];
  readonly position: string;
}

/** More than a resume takes to be read, at any rate that a client can follow. */
const HEARD_MAX = 50_000;

/**
 * The stream of all sagas that match a filter. While it is brought up to date it only gathers what
 * it hears, so that nothing is told before what came earlier and a position never skips anything.
 */
export class ListStream implements FeedListener {
  private outlet: Outlet | null = null;
  private heard: Heard[] | null = [];
  private heardCount = 0;
  private lost: ResetReason | null = null;
  /** Some of these may be heard too; null: no longer. */
  private resumed: Set<string> | null = new Set();
  private beats = 0;

  constructor(
    private readonly texts: ChangeTexts,
    private readonly listener: ListListener,
  ) {}

  onChanges(changes: readonly SagaChange[], position: string): void {
    if (this.heard === null) return this.send(changes, position);
    this.heardCount += changes.length;
    if (this.heardCount > HEARD_MAX) this.lose('too-much');
    this.heard.push({ changes, position });
  }

  onReset(reason: ResetReason, position: string): void {
    if (this.heard === null) this.write(resetText(reason, position));
    else this.lose(reason);
  }

  /** Where its events go. What it hears is gathered until `begin`. */
  attach(outlet: Outlet): void {
    this.outlet = outlet;
  }

  /** These came after the position that the client gave. */
  resume(changes: readonly SagaChange[], position: string): void {
    const { show } = this.listener;
    for (const change of changes) this.resumed?.add(nameOf(change));
    const texts = changes.flatMap((change) => {
      const match = matchFor(change, this.listener);
      const how = { matches: match === 'now', ...(show && { show }) };
      return match === null ? [] : [changeText(change, position, how)];
    });
    if (texts.length > 0) this.write(texts.join(''));
  }

  /** Goes on with what it heard, and hears from now on. `position`: the feed's, now. */
  begin(position: string): void {
    const heard = this.heard ?? [];
    this.heard = null;
    if (this.lost !== null) this.write(resetText(this.lost, position));
    for (const { changes, position: before } of heard) this.send(changes, before);
  }

  /** `position`: the feed's, now. */
  beat(position: string): void {
    this.outlet?.beat(this.heard === null ? position : undefined);
    // by the second one, whatever was on its way when it was resumed has been heard
    if (this.heard === null && ++this.beats === 2) this.resumed = null;
  }

  /** Says to the client itself that it is connected. `position`: the feed's, at the time `at`. */
  pulse(position: string, at: Date): void {
    const id = this.heard === null ? { id: position } : {};
    this.write(eventText({ name: 'heartbeat', data: { at: at.toISOString() }, ...id }));
  }

  /** What was heard before is of no use: its reader reads everything again. */
  private lose(reason: ResetReason): void {
    this.lost = reason;
    this.heard = [];
    this.heardCount = 0;
  }

  private send(changes: readonly SagaChange[], position: string): void {
    const { resumed } = this;
    const isKnown = (change: SagaChange): boolean => resumed?.has(nameOf(change)) === true;
    const fresh = changes.some(isKnown) ? changes.filter((each) => !isKnown(each)) : changes;
    const text = this.texts.of(fresh, position, this.listener);
    if (text.length > 0) this.write(text);
  }

  private write(text: string | Buffer): void {
    this.outlet?.write(text);
  }
}

function resetText(reason: ResetReason, position: string): string {
  return eventText({ id: position, name: 'reset', data: { reason } });
}
