import type { operatorStores } from '#persistence';
import type { JsonValue } from '#protocol';
import { RepeatingTask, systemClock, type ReportFault } from '#resilience';
import { seesDefinition } from '../edge/access/identity.js';
import { refuseRole } from '../edge/access/needs.js';
import type { Role } from '../edge/access/identity.js';
import { ApiError } from '../edge/api-error.js';
import type { Caller } from '../edge/request-parts.js';
import type { ReasonDto } from '../edge/text-length.js';
import type { ConfirmedCall, CallAnswer } from './confirmed-call.js';
import { isSamePerson, rightsNow, rightsOfBoth, type KnownCallers } from './second-person.js';

type ApprovalRecord = operatorStores.ApprovalRecord;
type Decision = 'confirmed' | 'rejected' | 'withdrawn';

/** What is confirmed is kept up for as long as it takes. */
const HOLD_EVERY_MS = 10_000;

export interface ApprovalCallsParts {
  readonly store: operatorStores.ApprovalStore;
  readonly known: KnownCallers;
  readonly call: Pick<ConfirmedCall, 'make'>;
  readonly report: ReportFault;
  /** Told how each ended. */
  readonly onDecided: (decision: Decision) => void;
}

/** Confirms, rejects and withdraws what waits for a second person. */
export class ApprovalCalls {
  constructor(private readonly parts: ApprovalCallsParts) {}

  /** What is of another definition does not exist for the caller. @throws ApiError */
  async find(id: string, caller: Caller): Promise<ApprovalRecord> {
    const found = await this.parts.store.find(id);
    if (found !== null && isVisible(found, caller)) return found;
    throw new ApiError('APPROVAL_NOT_FOUND', `There is no approval ${id}.`);
  }

  /** Why the caller may not confirm it; null: they may. */
  whyNot(approval: ApprovalRecord, caller: Caller): ApiError | null {
    if (approval.state !== 'open') return stateConflict(approval);
    return this.refuseSame(approval, caller) ?? refuseRights(approval, caller);
  }

  /**
   * Does what was asked for, by the rights of both. `answer` null: it turned out to have been done
   * before. What refuses the act refuses this call with the same problem, and it stays open.
   */
  async confirm(
    id: string,
    by: Caller & ReasonDto,
    host: string,
  ): Promise<{ readonly approval: ApprovalRecord; readonly answer: JsonValue }> {
    const { store, known, onDecided } = this.parts;
    const found = await this.find(id, by);
    const refusal = this.refuseSame(found, by) ?? refuseRights(found, by);
    if (refusal !== null) throw refusal;
    const rights = rightsNow(found, known);
    if (rights === null) {
      const detail = `The key of ${found.actor} has ended since: somebody else has to ask for it.`;
      throw new ApiError('APPROVAL_ASKER_GONE', detail);
    }
    const claimed = await store.confirm(id, by);
    if (claimed === null) throw stateConflict(await this.find(id, by));
    const answer = await this.carryOut(claimed, {
      host,
      identity: {
        ...rightsOfBoth(rights, by),
        ...{ actor: claimed.actor, credential: `approval:${id}` },
        approval: { id, confirmedBy: by.actor, sagaIds: claimed.sagaIds },
      },
    });
    if (answer.refusal !== null) {
      // whether it was done is in the records, and is looked for once nobody holds it any more
      if (!answer.inDoubt) await store.reopen(claimed);
      throw answer.refusal;
    }
    onDecided('confirmed');
    const approval = (await store.finish(claimed)) ?? (await this.find(id, by));
    return { approval, answer: answer.body };
  }

  /** Somebody else says no. @throws ApiError */
  async reject(id: string, by: Caller & ReasonDto): Promise<ApprovalRecord> {
    const found = await this.find(id, by);
    const refusal = this.refuseSame(found, by) ?? refuseRights(found, by);
    if (refusal !== null) throw refusal;
    return this.end(found, 'rejected', by);
  }

  /** Whoever asked takes it back. @throws ApiError */
  async withdraw(id: string, by: Caller & ReasonDto): Promise<ApprovalRecord> {
    const found = await this.find(id, by);
    if (found.actor !== by.actor) {
      const detail = `${found.actor} asked for it: you may reject it.`;
      throw new ApiError('APPROVAL_NOT_YOURS', detail);
    }
    return this.end(found, 'withdrawn', by);
  }

  private async end(
    found: ApprovalRecord,
    to: 'rejected' | 'withdrawn',
    by: Caller & ReasonDto,
  ): Promise<ApprovalRecord> {
    const ended = await this.parts.store.end(found.id, to, by);
    if (ended === null) throw stateConflict(await this.find(found.id, by));
    this.parts.onDecided(to);
    return ended;
  }

  private async carryOut(
    claimed: operatorStores.ClaimedApproval,
    as: Parameters<ConfirmedCall['make']>[1],
  ): Promise<CallAnswer> {
    const holding = new RepeatingTask(systemClock, async () => {
      await this.parts.store.hold(claimed).catch((error: unknown) => {
        this.parts.report({ during: 'hold an approval', error });
      });
      return HOLD_EVERY_MS;
    });
    holding.start(HOLD_EVERY_MS);
    try {
      return await this.parts.call.make(claimed, as);
    } finally {
      await holding.stop();
    }
  }

  private refuseSame(approval: ApprovalRecord, caller: Caller): ApiError | null {
    if (!isSamePerson(approval, caller, this.parts.known)) return null;
    const detail =
      approval.actor === caller.actor
        ? 'You asked for it: somebody else has to decide.'
        : `One of ${approval.actor} and ${caller.actor} made the key of the other: they are one.`;
    return new ApiError('SECOND_PERSON_NEEDED', detail);
  }
}

function isVisible({ definition, actor }: ApprovalRecord, caller: Caller): boolean {
  if (actor === caller.actor) return true;
  if (definition !== null) return seesDefinition(caller, definition);
  return caller.definitions === 'all';
}

function refuseRights({ needs }: ApprovalRecord, caller: Caller): ApiError | null {
  // who sees it has its definition
  return refuseRole(caller, { needs: needs as Role, scope: 'filtered' });
}

function stateConflict({ state, decidedBy }: ApprovalRecord): ApiError {
  if (state === 'confirming') {
    const detail = `${decidedBy} confirmed it, and it is being done: look again in a moment.`;
    return new ApiError('APPROVAL_BUSY', detail);
  }
  const by = decidedBy === null ? '' : ` by ${decidedBy}`;
  return new ApiError('APPROVAL_OVER', `It is ${state}${by}.`);
}
