import type { SagaChange } from '../changes/saga-change.js';
import type { FeedListener } from '../feed/change-feed.js';
import { eventText } from './event-text.js';
import type { HistoryLine } from './history-lines.js';
import type { Outlet } from './outlet.js';

/**
 * The stream of one saga: its history, from the version after the one that the client knows, and
 * then what happens. Versions have no gaps, so that nothing is left out, or told twice.
 */
export class SagaStream implements FeedListener {
  private awaitsDrain = false;

  constructor(
    readonly sagaId: string,
    /** The last version that was told. */
    private known: number,
    private readonly parts: {
      readonly outlet: Outlet;
      /** Has `onRead` called with what comes after `version`. */
      readonly read: (stream: SagaStream) => void;
      /** An entry of the history as its `data`, for whoever listens. */
      readonly show: (line: HistoryLine) => unknown;
    },
  ) {}

  /** The last version that was told. */
  get version(): number {
    return this.known;
  }

  /** It takes lines now. */
  get isReady(): boolean {
    return !this.parts.outlet.hasEnded && !this.parts.outlet.isFull;
  }

  onChanges(changes: readonly SagaChange[]): void {
    for (const change of changes) {
      if (change.sagaId !== this.sagaId || change.version <= this.known) continue;
      const { entry, version, at } = change;
      if (entry === undefined || version !== this.known + 1 || !this.isReady) return this.ask();
      const { input, events } = entry;
      this.write({ version, at, data: JSON.stringify({ input, events }) });
    }
  }

  /** Whatever was missed is in the history. */
  onReset(): void {
    this.ask();
  }

  /** In order. */
  onRead(lines: readonly HistoryLine[]): void {
    for (const line of lines) if (line.version === this.known + 1) this.write(line);
    if (this.parts.outlet.isFull) this.ask();
  }

  beat(): void {
    this.parts.outlet.beat();
  }

  /** Reads on as soon as the client takes more. */
  private ask(): void {
    const { outlet, read } = this.parts;
    if (!outlet.isFull) return read(this);
    if (this.awaitsDrain) return;
    this.awaitsDrain = true;
    outlet.onDrain(() => {
      this.awaitsDrain = false;
      read(this);
    });
  }

  private write(line: HistoryLine): void {
    this.known = line.version;
    const id = String(line.version);
    const { data, version, at, bytes } = line;
    if (data !== null) {
      return this.parts.outlet.write(eventText({ id, name: 'entry', data: this.parts.show(line) }));
    }
    const large = { version, at: new Date(at).toISOString(), bytes };
    this.parts.outlet.write(eventText({ id, name: 'large-entry', data: large }));
  }
}
