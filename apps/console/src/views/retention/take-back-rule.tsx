import type { ActGiven } from '../../acting/as-text/copy-act';
import type { Caller } from '../../acting/as-text/curl-of-call';
import type { BackButton } from '../../acting/back/done-act';
import { TakeBack } from '../../acting/back/take-back';
import type { Rule } from './retention';
import { cliOfRule } from './cli-of-rule';

const READS = ['getRetention'] as const;
const WITHDRAWN = 'There is no such rule again, whoever has set it since.';
const GONE = 'What was deleted meanwhile stays deleted.';

/** Withdraws a rule: that of all others holds then, if there is one. */
export function clearingOf(definition: string | null) {
  return {
    call: (client: Caller, { reason, idempotencyKey }: ActGiven) =>
      client.POST('/v1/admin/retention/clear', {
        params: { header: { 'Idempotency-Key': idempotencyKey } },
        body: { reason, definition },
      }),
    cli: () => ({
      words: ['retention', 'clear'],
      options: { definition: definition ?? undefined },
    }),
  };
}

/** Withdraws the rule that was just made. */
function takeBackNewRule(definition: string | null, { reason }: ActGiven): BackButton {
  const about = { done: 'Set a rule', reason, tells: `${WITHDRAWN} ${GONE}` };
  return <TakeBack {...about} {...clearingOf(definition)} by="clearRetention" reads={READS} />;
}

interface Before {
  readonly done: string;
  /** The rule that was there. */
  readonly rule: Rule;
  /** Of the rule that is there now; 0: there is none. */
  readonly revision: number;
}

/** Sets the rule again that was there before; refused when somebody has set another since. */
export function takeBackRule({ done, rule, revision }: Before, { reason }: ActGiven): BackButton {
  const { definition, completedDays, compensatedDays, abandonedDays } = rule;
  const asked = { definition, completedDays, compensatedDays, abandonedDays };
  return (
    <TakeBack
      {...{ done, reason, tells: `The rule is as it was. ${GONE}` }}
      by="setRetention"
      call={(client, given) =>
        client.POST('/v1/admin/retention', {
          params: { header: { 'Idempotency-Key': given.idempotencyKey } },
          body: { reason: given.reason, ...asked, expectedRevision: revision },
        })
      }
      cli={() => cliOfRule(asked, { revision })}
      reads={READS}
    />
  );
}

interface SetBefore {
  /** Whose row it was done in; null: it was made as a new one. */
  readonly rule: Rule | null;
  /** As it was; null: it has to be looked for. */
  readonly before: Rule | null;
  readonly definition: string | null;
  /** Those that there were. */
  readonly rules: readonly Rule[];
}

/** Leads back from a rule that was set to the one before, or to none. */
export function takeBackSet({ rule, before, definition, rules }: SetBefore) {
  const old = before ?? rules.find((each) => each.definition === definition);
  const done = rule === null ? 'Set a rule' : 'Change';
  return (answered: { readonly rule: Rule | null }, given: ActGiven): BackButton => {
    if (old === undefined) return takeBackNewRule(definition, given);
    return takeBackRule({ done, rule: old, revision: answered.rule?.revision ?? 0 }, given);
  };
}
