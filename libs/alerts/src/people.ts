import type { Finding } from './finding.js';
import { instantText } from './instant-text.js';

/** An act that waits for a second person. */
export interface LookedApproval {
  readonly id: string;
  readonly actor: string;
  /** `abandon` */
  readonly act: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** The role that may confirm it. */
  readonly needs: string;
  readonly expiresAt: Date;
}

/** That a key for emergencies was used. */
export interface LookedEmergency {
  readonly keyName: string;
  /** Ever. */
  readonly uses: number;
  readonly lastAt: Date;
  /** `POST /v1/admin/keys`, of the last use. */
  readonly route: string;
  /** Where that came from, as far as is known. */
  readonly address: string;
}

const ID_CHARS_MAX = 80;

/** Each is for somebody to decide on. */
export function ofApprovals(approvals: readonly LookedApproval[]): readonly Finding[] {
  return approvals.map((approval) => {
    const { id, actor, act, subjectKind, needs, expiresAt } = approval;
    const subject = `${subjectKind} ${approval.subjectId.slice(0, ID_CHARS_MAX)}`;
    return {
      key: `approval:${id}`,
      kind: 'approval-asked',
      title: `${actor} asks for a second person: ${act}`,
      text:
        `It is about ${subject}. Anybody else with the role ${needs} may confirm or reject it, ` +
        `until ${instantText(expiresAt)}.`,
      ...{ count: 1, total: 1, forMs: 0, samples: [] },
      act: {
        text: 'See what it would do now, then confirm or reject it',
        ...{ method: 'GET', path: `/v1/admin/approvals/${id}` },
      },
      fingerprint: null,
      place: `/approvals/${id}`,
      runbook: 'a-second-person',
    };
  });
}

/** Found for as long as the interval lasts, so that people are told once, and of later uses. */
export function ofEmergencies(
  uses: readonly LookedEmergency[],
  { now, intervalMs }: { readonly now: number; readonly intervalMs: number },
): readonly Finding[] {
  const recent = uses.filter(({ lastAt }) => lastAt.getTime() > now - intervalMs);
  return recent.map(({ keyName, uses: total, lastAt, route, address }) => ({
    key: `break-glass:${keyName}`,
    kind: 'break-glass',
    title: `The key for emergencies ${keyName} was used`,
    text: `Last ${instantText(lastAt)} from ${address}: ${route}. It needs no second person.`,
    ...{ count: 1, total, forMs: 0, samples: [] },
    act: {
      text: 'Find out who used it, and why; replace the key',
      ...{ method: 'GET', path: `/v1/admin/audit?actor=${encodeURIComponent(keyName)}` },
    },
    fingerprint: null,
    place: `/audit?actor=${encodeURIComponent(keyName)}`,
    runbook: 'the-key-for-emergencies',
  }));
}
