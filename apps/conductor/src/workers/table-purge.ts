import { TableLimits } from '#persistence';
import { RepeatingTask, systemClock, type ReportFault } from '#resilience';
import type { BusLogger } from '#messaging';
import type { Pulse } from '#runtime';

/** Deletes the rows by which outsiders exceeded a table's limits, a portion at a time. */
export class TablePurge {
  private readonly task: RepeatingTask;

  constructor(
    private readonly parts: {
      readonly limits: TableLimits;
      readonly pulse: Pick<Pulse, 'listen'>;
      readonly log: Pick<BusLogger, 'warn'>;
      readonly report: ReportFault;
      readonly onPurged: (deadMessages: number) => void;
    },
  ) {
    this.task = new RepeatingTask(systemClock, () => this.purge());
    parts.pulse.listen((reading) => {
      if (reading?.isTooMuchKept === true) this.task.hurry(0);
    });
  }

  start(): void {
    this.task.start(Infinity);
  }

  stop(): Promise<void> {
    return this.task.stop();
  }

  private async purge(): Promise<number> {
    const { limits, log, report, onPurged } = this.parts;
    try {
      const purged = await limits.purge();
      onPurged(purged.expired + purged.surplus);
      if (purged.surplus > 0 || purged.descriptions > 0) {
        log.warn(purged, 'more was set aside or described than is kept: the oldest was deleted');
      }
      return TableLimits.isMore(purged) ? 0 : Infinity;
    } catch (error) {
      report({ during: 'delete what is too much', error });
      return Infinity;
    }
  }
}
