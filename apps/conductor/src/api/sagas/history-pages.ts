import type { HistoryQueries } from '#queries';
import type { Cursors, ListQuestion } from '../edge/cursor.js';
import { mergeHistory, type HistoryItem, type HistoryPosition } from './history-view.js';
import { historyLimitOf, type HistoryQuery } from './saga.dto.js';

const VERSION_PATTERN = /^\d{1,10}$/;
/** Empty: the first page. */
const IGNORED_PATTERN = /^(|\d{4}-\S{1,80})$/;
const FIRST_PAGE: HistoryPosition = { version: null, ignored: null };

export interface HistoryItems {
  readonly items: readonly HistoryItem[];
  /** A cursor; null: this is the last page. */
  readonly next: string | null;
  readonly isFirst: boolean;
  /** The version that the page begins after; 0: it is the first. */
  readonly afterVersion: number;
}

/** Reads what happened to a saga, page by page: transitions, and replies that changed nothing. */
export class HistoryPages {
  constructor(
    private readonly histories: HistoryQueries,
    private readonly cursors: Cursors,
  ) {}

  /** A cursor of one `kind` is not valid for another. @throws ApiError CURSOR_INVALID */
  async read(kind: 'history' | 'timeline', id: string, query: HistoryQuery): Promise<HistoryItems> {
    const limit = historyLimitOf(query);
    const question = { kind, filter: { id } };
    const after = query.cursor ? this.readPosition(question, query.cursor) : FIRST_PAGE;
    const [transitions, ignored] = await Promise.all([
      this.histories.transitions(id, { after: after.version, limit }),
      this.histories.ignoredReplies(id, { after: after.ignored, limit }),
    ]);
    const { items, next } = mergeHistory(transitions, ignored, { after, limit });
    const found = { items, isFirst: after === FIRST_PAGE, afterVersion: after.version ?? 0 };
    if (next === null) return { ...found, next };
    const parts = [String(next.version ?? 0), next.ignored ?? ''];
    return { ...found, next: this.cursors.issue(question, parts) };
  }

  private readPosition(question: ListQuestion, cursor: string): HistoryPosition {
    const patterns = [VERSION_PATTERN, IGNORED_PATTERN];
    const [version = '0', ignored = ''] = this.cursors.read(question, cursor, patterns);
    return { version: Number(version), ignored: ignored === '' ? null : ignored };
  }
}
