import type { FastifyRequest } from 'fastify';

/** What people do, by the names that the audit log has for it. */
export const ACTS = [
  ...(['retry', 'skip', 'settle', 'cancel', 'compensate', 'release-lock'] as const),
  ...(['pause', 'resume', 'abandon', 'migrate', 'exempt', 'unexempt'] as const),
  ...(['start-bulk', 'pause-bulk', 'resume-bulk', 'stop-bulk'] as const),
  ...(['post-definition', 'retire-definition', 'unretire-definition'] as const),
  ...(['replay-dead-message', 'discard-dead-message', 'forget-participant'] as const),
  ...(['acknowledge-group', 'mute-group', 'resolve-group', 'reopen-group'] as const),
  ...(['make-key', 'rotate-key', 'revoke-key', 'end-session'] as const),
  ...(['trim-audit', 'test-alert'] as const),
  ...(['set-retention', 'clear-retention'] as const),
  ...(['save-view', 'replace-view', 'delete-view', 'default-view'] as const),
] as const;
export type ActName = (typeof ACTS)[number];

export type Form = new () => unknown;

/** The part of a route's configuration that says which act it carries out. */
export interface ActConfig {
  readonly name: ActName;
  /** The form of its body and of its query; null: it has none that is checked. */
  readonly body: Form | null;
  readonly query: Form | null;
  readonly answer: RepeatedAnswer;
}

/**
 * What the same call under the same `Idempotency-Key` is answered. `kept`: what the first one was.
 * `now`: its handler is asked again, does nothing and shows how things are; for what has the data
 * of sagas in it, which is kept with them alone. `secret`: only that it was done, as a secret is
 * shown once.
 */
export type RepeatedAnswer = 'kept' | 'now' | 'secret';

/** The act of a route; null: it carries out none. */
export function actOf({ routeOptions }: FastifyRequest): ActConfig | null {
  return (routeOptions.config as { readonly act?: ActConfig }).act ?? null;
}
