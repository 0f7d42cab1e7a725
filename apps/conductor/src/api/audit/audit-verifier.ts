import { ListsBusyError, type Reader } from '#database';
import { verifyAudit, type AuditVerdict, type ChainPoint } from '#persistence';

/** Verifies the audit log for one caller at a time: it keeps the database busy. */
export class AuditVerifier {
  private isBusy = false;

  constructor(private readonly lists: Reader) {}

  /** @throws ListsBusyError, and see `readRows` */
  async verify(options: {
    readonly afterSeq: number;
    readonly expected?: ChainPoint;
  }): Promise<AuditVerdict> {
    if (this.isBusy) throw new ListsBusyError();
    this.isBusy = true;
    try {
      return await verifyAudit(this.lists, options);
    } finally {
      this.isBusy = false;
    }
  }
}
