import type { OnModuleDestroy } from '@nestjs/common';
import type { AuditChain } from '#persistence';
import type { Pulse } from '#runtime';
import { RepeatingTask, systemClock, type ReportFault } from '#resilience';

/** Seals the audit log when the pulse says that there is something to seal. */
export class AuditSealer implements OnModuleDestroy {
  private readonly task: RepeatingTask;

  constructor(
    private readonly parts: {
      readonly chain: AuditChain;
      readonly pulse: Pick<Pulse, 'listen'>;
      readonly report: ReportFault;
    },
  ) {
    this.task = new RepeatingTask(systemClock, () => this.seal());
    this.task.start(Infinity);
    parts.pulse.listen((reading) => {
      if (reading?.areActsUnsealed === true) this.task.hurry(0);
    });
  }

  /** What is recorded from now on is sealed by another replica, or after the next start. */
  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  private async seal(): Promise<number> {
    try {
      const { isMore } = await this.parts.chain.seal();
      return isMore ? 0 : Infinity;
    } catch (error) {
      this.parts.report({ during: 'seal the audit log', error });
      return Infinity;
    }
  }
}
