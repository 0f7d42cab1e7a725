import { writeRows, type Reader } from '#database';
import { parseInstant } from '#protocol';
import { ApiError } from '../edge/api-error.js';
import type { CallOrigin } from '../edge/request-parts.js';
import type { AuditTrimDto, AuditTrimView } from './audit-trim.dto.js';

/** Records of one call: a fraction of a second. */
const TRIMMED_MAX = 10_000;
/** Nobody can delete what they did just now. */
const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

/** Deletes the beginning of the audit log. */
export class AuditTrimmer {
  constructor(private readonly writer: Reader) {}

  /** @throws ApiError VALIDATION_FAILED for an instant that is none, or not 30 days ago */
  async trim({ olderThan, reason }: AuditTrimDto, by: CallOrigin): Promise<AuditTrimView> {
    const at = parseInstant(olderThan);
    if (at === null || at > Date.now() - KEPT_DAYS * DAY_MS) {
      const message = `olderThan must be an instant at least ${KEPT_DAYS} days ago`;
      const errors = [{ path: '/olderThan', rule: 'instant', message }];
      throw new ApiError('VALIDATION_FAILED', message, { errors });
    }
    const { actor, via, credential, idempotencyKey, fingerprint } = by;
    const until = new Date(at).toISOString();
    const key = [idempotencyKey, fingerprint];
    const values = [until, actor, reason, TRIMMED_MAX, via, credential, ...key];
    const [row] = await writeRows<{ records: number }>(this.writer, TRIM, values);
    const records = row?.records ?? 0;
    return { records, isMore: records === TRIMMED_MAX };
  }
}

const TRIM = `select trim_audit($1::timestamptz, $2, $3, $4::int, $5, $6, $7, $8) as records`;
