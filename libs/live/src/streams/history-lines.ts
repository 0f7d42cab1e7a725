import { RepeatingTask, type Clock, type ReportFault } from '#resilience';

/** An entry of a saga's history. */
export interface HistoryLine {
  readonly version: number;
  /** In ms since the epoch. */
  readonly at: number;
  /** Its input and its events as JSON; null: it has more than `LINE_BYTES_MAX`. */
  readonly data: string | null;
  /** Of its data. Left out: they are not null. */
  readonly bytes?: number;
}

export interface SagaHistories {
  /**
   * What comes after the version that each of them knows, in order, by saga. Not all of it when it
   * is much: `hasMore`. @throws what a read of the database does
   */
  linesAfter(wanted: readonly { readonly sagaId: string; readonly version: number }[]): Promise<{
    readonly lines: ReadonlyMap<string, readonly HistoryLine[]>;
    readonly hasMore: boolean;
  }>;
}

/** What asks for lines: a stream of one saga. */
export interface LineReader {
  readonly sagaId: string;
  readonly version: number;
  readonly isReady: boolean;
  onRead(lines: readonly HistoryLine[]): void;
}

/** All streams share a read, and one that comes alone waits for nobody. */
const READ_EVERY_MS = 500;
/** The database did not answer. */
const RETRY_MS = 1000;

/** Reads histories for all streams of single sagas together, at most twice a second. */
export class HistoryLines {
  private readonly wanted = new Set<LineReader>();
  private readonly task: RepeatingTask;
  private mayReadAt = -Infinity;

  constructor(
    private readonly options: {
      readonly histories: SagaHistories;
      readonly clock: Clock;
      readonly report: ReportFault;
    },
  ) {
    this.task = new RepeatingTask(options.clock, () => this.read());
    this.task.start(Infinity);
  }

  /** What comes after the version that it knows, soon. */
  want(reader: LineReader): void {
    this.wanted.add(reader);
    this.task.hurry(Math.max(0, this.mayReadAt - this.options.clock.now()));
  }

  forget(reader: LineReader): void {
    this.wanted.delete(reader);
  }

  close(): Promise<void> {
    return this.task.stop();
  }

  /** Never rejects. */
  private async read(): Promise<number> {
    // one that is not ready asks again once it is
    const readers = [...this.wanted].filter(({ isReady }) => isReady);
    this.wanted.clear();
    if (readers.length === 0) return Infinity;
    this.mayReadAt = this.options.clock.now() + READ_EVERY_MS;
    try {
      const places = readers.map(({ sagaId, version }) => ({ sagaId, version }));
      const { lines, hasMore } = await this.options.histories.linesAfter(places);
      for (const reader of readers) reader.onRead(lines.get(reader.sagaId) ?? []);
      if (hasMore) for (const reader of readers) this.wanted.add(reader);
      return hasMore ? 0 : this.wanted.size > 0 ? READ_EVERY_MS : Infinity;
    } catch (error) {
      for (const reader of readers) this.wanted.add(reader);
      this.options.report({ during: 'read the histories that are listened to', error });
      return RETRY_MS;
    }
  }
}
