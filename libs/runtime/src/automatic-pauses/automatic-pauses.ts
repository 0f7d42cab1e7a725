import { pausing } from '#engine';
import type { BatchWrites, pausePorts } from '#ports';
import type { Clock, ReportFault } from '#resilience';
import type { PauseBook } from '../pauses/pause-book.js';
import type { DefinitionLookup } from '../planning/planned-batch.js';
import { outcomesOf, type AttemptOutcome } from './outcomes.js';
import { Streaks, type AutomaticPauseRules } from './streaks.js';

export interface AutomaticPausesOptions {
  readonly store: Pick<pausePorts.AutomaticPauseStore, 'beginAutomatic' | 'endAutomatic'>;
  readonly book: Pick<PauseBook, 'all' | 'changed'>;
  readonly definitions: DefinitionLookup;
  /** null: none are made; those that there are end by their probes all the same. */
  readonly rules: AutomaticPauseRules | null;
  readonly clock: Clock;
  readonly report: ReportFault;
}

/**
 * Begins and ends pauses by what becomes of attempts. It is told of what was committed, and writes
 * after that: nothing waits for it. What it has counted dies with the process, which does no harm:
 * what fails goes on failing.
 */
export class AutomaticPauses {
  private readonly streaks: Streaks | null;
  private readonly writing = new Set<Promise<void>>();

  constructor(private readonly options: AutomaticPausesOptions) {
    this.streaks = options.rules && new Streaks(options.rules);
  }

  /** Called with each batch after its commit. Does not throw. */
  observe(writes: Pick<BatchWrites, 'history' | 'updates'>): void {
    const { book, definitions, report } = this.options;
    try {
      const pauses = book.all;
      const isProbed = pauses.some(isGoingOn);
      if (this.streaks === null && !isProbed) return;
      const wantsAnswers = this.streaks?.isAny === true || isProbed;
      for (const outcome of outcomesOf(writes, definitions, wantsAnswers)) {
        this.take(outcome, pauses);
      }
    } catch (error) {
      report({ during: 'count failed attempts', error });
    }
  }

  /** Resolves when what was begun is written. */
  async settled(): Promise<void> {
    await Promise.all(this.writing);
  }

  private take(outcome: AttemptOutcome, pauses: readonly pausePorts.KnownPause[]): void {
    const { probeOf, error, issuedAt } = outcome;
    if (probeOf !== null) {
      if (error === null) this.write('end a pause', () => this.end(probeOf, outcome));
      return;
    }
    // what was issued before a pause ended says nothing of the time after it
    const isOld = pauses.some((pause) => isOf(pause, outcome) && issuedAt < (pause.to ?? Infinity));
    if (isOld || this.streaks === null) return;
    const found = this.streaks.note(outcome, this.options.clock.now());
    if (found !== null) this.write('pause what keeps failing', () => this.begin(found));
  }

  private async begin(found: ReturnType<Streaks['note']> & object): Promise<void> {
    const { store, book, rules } = this.options;
    if (rules === null) return;
    await store.beginAutomatic({ ...found, probeMs: rules.probeMs });
    // another process may have been faster
    await book.changed();
  }

  private async end(id: string, { participant }: AttemptOutcome): Promise<void> {
    const { store, book } = this.options;
    await store.endAutomatic({ id, reason: `${participant} answered a probe` });
    await book.changed();
  }

  /** If it fails: what keeps failing is found again, and the next probe is answered again. */
  private write(during: string, work: () => Promise<void>): void {
    const writing = work()
      .catch((error: unknown) => this.options.report({ during, error }))
      .finally(() => this.writing.delete(writing));
    this.writing.add(writing);
  }
}

function isGoingOn({ to, isAutomatic }: pausing.Pause): boolean {
  return isAutomatic === true && to === null;
}

function isOf(
  { scope }: pausing.Pause,
  { participant, definition, step }: AttemptOutcome,
): boolean {
  if ('participant' in scope) return scope.participant === participant;
  // some sagas of a step, whose attempts say nothing of the others
  if ('failureGroup' in scope) return false;
  return scope.definition === definition && (!('step' in scope) || scope.step === step);
}
