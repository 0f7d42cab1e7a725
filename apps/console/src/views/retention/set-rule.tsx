import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isAskedFor } from '../../acting/approval-in';
import { ReasonedAct } from '../../acting/reasoned-act';
import { api, dataOf } from '../../api/client';
import { useWhyNot } from '../../api/me';
import type { components } from '../../api/schema';
import { Field } from '../../parts/field';
import { cliOfRule, type AskedRule } from './cli-of-rule';
import type { Rule } from './retention';
import { takeBackSet } from './take-back-rule';
import { numberText } from '../../parts/text/number-text';

const ENDINGS = ['completed', 'compensated', 'abandoned'] as const;
type Days = Readonly<Record<(typeof ENDINGS)[number], string>>;
type Due = components['schemas']['RetentionChange']['due'];

interface SetRuleProps {
  readonly rule: Rule | null;
  /** Those that there are. */
  readonly rules: readonly Rule[];
}

/** Sets a rule, or another one in its place; null: a new one. First it says what would go. */
export function SetRule({ rule, rules }: SetRuleProps) {
  const [seen, see] = useState(rule);
  const [definition, setDefinition] = useState('');
  const [days, setDays] = useState(() => daysIn(rule));
  /** The rule as it is now is what people see and change. */
  const open = (): void => {
    if (rule === null) return;
    see(rule);
    setDefinition(rule.definition ?? '');
    setDays(daysIn(rule));
  };
  const why = useWhyNot('setRetention');
  const isMeant = ENDINGS.some((ending) => days[ending] !== '');
  const asked = {
    definition: definition === '' ? null : definition,
    completedDays: daysOf(days.completed),
    compensatedDays: daysOf(days.compensated),
    abandonedDays: daysOf(days.abandoned),
  };
  return (
    <ReasonedAct
      name={rule === null ? 'Set a rule' : 'Change'}
      isMain={rule === null}
      why={why}
      tells="Ended sagas are deleted after so many days, those that ended long ago too."
      isReady={isMeant}
      onOpen={open}
      call={(client, { reason, idempotencyKey }) =>
        client.POST('/v1/admin/retention', {
          params: { header: { 'Idempotency-Key': idempotencyKey } },
          body: { reason, ...asked, ...(seen && { expectedRevision: seen.revision }) },
        })
      }
      cli={() => cliOfRule(asked, seen)}
      back={takeBackSet({ rule, before: seen, definition: asked.definition, rules })}
      reads={['getRetention']}
    >
      <Field label="Definition" hint="Empty: all that have no rule of their own.">
        <input
          value={definition}
          readOnly={rule !== null}
          onChange={({ target }) => setDefinition(target.value)}
        />
      </Field>
      {ENDINGS.map((ending) => (
        <Field key={ending} label={`Days that ${ending} sagas are kept`} hint="Empty: for ever.">
          <input
            type="number"
            min="1"
            value={days[ending]}
            onChange={({ target }) => setDays({ ...days, [ending]: target.value })}
          />
        </Field>
      ))}
      {isMeant && <WouldDelete asked={asked} />}
    </ReasonedAct>
  );
}

/** What the rule would delete now, by a dry run. */
function WouldDelete({ asked }: { readonly asked: AskedRule }) {
  const run = useQuery({
    queryKey: ['setRetention', asked],
    queryFn: async () => {
      const body = { reason: 'a look at what it would delete', dryRun: true, ...asked };
      return dataOf(api.POST('/v1/admin/retention', { params: {}, body }));
    },
  });
  return (
    <p role="status">
      {run.isPending && 'Counting what it would delete …'}
      {run.isError && run.error.message}
      {run.isSuccess && !isAskedFor(run.data) && dueText(run.data.due)}
    </p>
  );
}

function dueText({ sagas, keptFamilies, isExact }: Due): string {
  const least = isExact ? '' : 'at least ';
  const kept = keptFamilies === 0 ? '' : `; ${keptFamilies} as old stay for other reasons`;
  const count = `${least}${numberText(sagas)}`;
  return `With it, all rules together delete ${count} sagas now${kept}.`;
}

function daysIn(rule: Rule | null): Days {
  return {
    completed: textOf(rule?.completedDays),
    compensated: textOf(rule?.compensatedDays),
    abandoned: textOf(rule?.abandonedDays),
  };
}

function textOf(days: number | null | undefined): string {
  return days === null || days === undefined ? '' : String(days);
}

function daysOf(text: string): number | null {
  return text === '' ? null : Number(text);
}
