import type { FastifyInstance, FastifyRequest } from 'fastify';
import { operatorStores } from '#persistence';
import { isObject, type JsonValue } from '#protocol';
import { fingerprintOf } from '#runtime';
import type { BulkCalls } from '../bulk/bulk-calls.js';
import type { MakeBulkDto } from '../bulk/bulk.dto.js';
import type { DefinitionRegistry } from '../definitions/definition-registry.js';
import { actOf, type ActConfig } from '../edge/access/act-config.js';
import type { FourEyes } from '../edge/access/four-eyes.js';
import type { Identity } from '../edge/access/identity.js';
import { accessOf } from '../edge/access/needs.js';
import { ApiError } from '../edge/api-error.js';
import { BODY_BYTES_MAX } from '../edge/body-parser.js';
import { idempotencyKeyOf, viaOf } from '../edge/request-parts.js';
import { DtoPipe } from '../edge/validation.js';
import type { Previews } from '../verbs/previews.js';
import { askedAct, type AskedAct, type AskedParts } from './asked-act.js';
import { toApprovalView, type ApprovalView } from './approval-views.js';

/** What is sent again when it is confirmed has a hash, and maybe an id, more. */
const KEPT_BYTES_MAX = BODY_BYTES_MAX - 1024;
const NO_REASON = '(none was given)';

export interface HeldActsParts extends AskedParts {
  readonly fourEyes: FourEyes;
  readonly store: Pick<operatorStores.ApprovalStore, 'ask' | 'asked'>;
  readonly previews: Pick<Previews, 'preview'>;
  readonly bulks: Pick<BulkCalls, 'freeze'>;
  readonly definitions: Pick<DefinitionRegistry, 'isStored'>;
  /** How long what was asked for may be confirmed. */
  readonly openMs: number;
  /** Told of each that is new. */
  readonly onAsked: () => void;
}

/**
 * Lets no act on the list pass that nobody has confirmed. A hook, so that it holds for every route
 * that says which act it carries out. With an empty list there is no hook.
 */
export function holdListedActs(fastify: FastifyInstance, held: HeldActs): void {
  if (held.isOff) return;
  fastify.addHook('preHandler', async (request, reply) => {
    const approval = await held.hold(request);
    if (approval === null) return;
    return reply.code(202).header('location', `/v1/admin/approvals/${approval.id}`).send(approval);
  });
}

/** Turns calls that need a second person into requests for one. */
export class HeldActs {
  private readonly forms = new DtoPipe();

  constructor(private readonly parts: HeldActsParts) {}

  get isOff(): boolean {
    return this.parts.fourEyes.isOff;
  }

  /** null: the call may be carried out. @throws ApiError as the call itself would be refused */
  async hold(request: FastifyRequest): Promise<ApprovalView | null> {
    const config = actOf(request);
    if (config === null || request.identity.approval !== undefined) return null;
    if (request.identity.breakGlass === true) return null;
    this.check(request, config);
    const asked = await askedAct(request, config, this.parts);
    if (asked === null || !this.isListed(request, asked)) return null;
    const approval = await this.ask(request, asked);
    return approval && toApprovalView(approval);
  }

  private isListed({ identity }: FastifyRequest, { names, definition }: AskedAct): boolean {
    return names.some((name) => this.parts.fourEyes.holds(identity, name, definition));
  }

  /** What is not in the right form is refused now, and not when somebody confirms it. */
  private check({ body, query }: FastifyRequest, config: ActConfig): void {
    if (config.body !== null) {
      this.forms.transform(body, { type: 'body', metatype: config.body });
    }
    if (config.query !== null) {
      this.forms.transform(query, { type: 'query', metatype: config.query });
    }
  }

  /** null: it changes nothing, so nobody has to be asked. */
  private async ask(
    request: FastifyRequest,
    asked: AskedAct,
  ): Promise<operatorStores.ApprovalRecord | null> {
    const { identity, method, url: path, query } = request;
    const { body, name: act, subject, definition } = asked;
    const text = body === null ? null : JSON.stringify(body);
    if (text !== null && Buffer.byteLength(text) > KEPT_BYTES_MAX) {
      const detail = `What waits for a second person may have ${KEPT_BYTES_MAX} bytes at most.`;
      throw new ApiError('BODY_TOO_LARGE', detail);
    }
    const { actor, credential, role, definitions } = identity;
    const idempotencyKey = idempotencyKeyOf(request);
    const fingerprint = fingerprintOf({
      ...{ method, path },
      body: (request.body ?? null) as JsonValue,
    });
    // what was done meanwhile would be refused now
    const known =
      idempotencyKey === null ? null : await this.parts.store.asked(idempotencyKey, fingerprint);
    if (known?.type === 'key-reused') return approvalOf(known);
    // programs post their definitions at every start
    const isPost = act === 'post-definition';
    if (isPost && (await this.parts.definitions.isStored(body))) return null;
    if (known !== null) return approvalOf(known);
    const outcome = await this.parts.store.ask(
      {
        ...{ actor, credential, role, act, subject, definition, method, path, body: text },
        via: viaOf(request),
        definitions: definitions === 'all' ? null : definitions,
        needs: accessOf(request).needs ?? 'admin',
        reason: reasonOf(body, query),
        ...(await this.frozen(asked, identity)),
        ...{ idempotencyKey, fingerprint, isJoined: isPost },
      },
      this.parts.openMs,
    );
    if (outcome.type === 'asked') this.parts.onAsked();
    return approvalOf(outcome);
  }

  /** What it is about, and what it does. @throws ApiError as the act itself would be refused */
  private async frozen(
    asked: AskedAct,
    caller: Identity,
  ): Promise<Pick<operatorStores.NewApproval, 'sagaIds' | 'previewHash'>> {
    if (asked.name === 'start-bulk') {
      const body = asked.body as unknown as MakeBulkDto;
      const { ids: sagaIds, previewHash } = await this.parts.bulks.freeze(body, caller);
      return { sagaIds, previewHash };
    }
    return { sagaIds: null, previewHash: await this.previewHashOf(asked) };
  }

  /** null: there are no previews of it. @throws ApiError as the act itself would be refused */
  private async previewHashOf({ onSaga, body }: AskedAct): Promise<string | null> {
    if (onSaga === null) return null;
    const { previewHash: confirmed, expectedVersion } = body as {
      readonly previewHash?: string;
      readonly expectedVersion?: number;
    };
    const { sagaId, action } = onSaga;
    const options = expectedVersion === undefined ? {} : { expectedVersion };
    const preview = await this.parts.previews.preview(sagaId, action, options);
    if (confirmed === undefined || confirmed === preview.previewHash) return preview.previewHash;
    const detail = 'It would not do what its preview said: look at the new one.';
    throw new ApiError('PREVIEW_OUTDATED', detail, { preview });
  }
}

/** @throws ApiError for what is refused */
function approvalOf(asked: operatorStores.Asked): operatorStores.ApprovalRecord {
  switch (asked.type) {
    case 'asked':
    case 'known':
      return asked.approval;
    case 'key-reused':
      throw new ApiError('IDEMPOTENCY_KEY_REUSED', 'Use a new key for a new request.');
    case 'too-many':
      throw new ApiError('TOO_MANY_APPROVALS', `${operatorStores.OPEN_APPROVALS_MAX} are open.`);
    case 'too-many-own': {
      const detail = `You have ${operatorStores.OPEN_APPROVALS_OF_CALLER_MAX} open: withdraw one.`;
      throw new ApiError('TOO_MANY_APPROVALS', detail);
    }
    default:
      return asked satisfies never;
  }
}

function reasonOf(body: JsonValue, query: unknown): string {
  const given = isObject(body) ? body['reason'] : undefined;
  const { reason } = (query ?? {}) as { readonly reason?: unknown };
  return [given, reason].find((each) => typeof each === 'string') ?? NO_REASON;
}
