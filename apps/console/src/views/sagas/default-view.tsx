import { useState } from 'react';
import { ReasonedAct } from '../../acting/reasoned-act';
import type { ActGiven } from '../../acting/as-text/copy-act';
import type { Caller } from '../../acting/as-text/curl-of-call';
import { TakeBack } from '../../acting/back/take-back';
import { Field } from '../../parts/field';
import { useViews, type SavedView } from './use-views';

const ROLES = ['viewer', 'operator', 'admin'] as const;
type Role = (typeof ROLES)[number];

/** Which role sees this view first, or no longer does. */
export function DefaultView({ view }: { readonly view: SavedView }) {
  const [role, setRole] = useState<Role>('operator');
  const views = useViews().data;
  const isFirst = view.defaultFor.includes(role);
  const before = views?.items.find(({ defaultFor }) => defaultFor.includes(role));
  const first = view.defaultFor.length === 0 ? 'nobody' : view.defaultFor.join(', ');
  return (
    <ReasonedAct
      name="Seen first"
      tells={`Callers of a role see it where they asked for nothing else. Now: ${first}.`}
      reads={['listViews']}
      {...settingFirst(role, isFirst ? null : view.id)}
      back={(_, { reason }) => (
        <TakeBack
          done={`Seen first by ${role}`}
          reason={reason}
          by="setDefaultView"
          tells={`The role ${role} sees ${before?.name ?? 'all sagas'} first again.`}
          reads={['listViews']}
          {...settingFirst(role, before?.id ?? null)}
        />
      )}
    >
      <Field label="Role" hint={isFirst ? 'It sees all sagas first again' : 'It sees this first'}>
        <select value={role} onChange={({ target }) => setRole(target.value as Role)}>
          {ROLES.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </Field>
    </ReasonedAct>
  );
}

/** null: callers of the role see all sagas first. */
function settingFirst(role: Role, viewId: string | null) {
  return {
    call: (client: Caller, { reason, idempotencyKey }: ActGiven) => {
      const params = { path: { role }, header: { 'Idempotency-Key': idempotencyKey } };
      return client.PUT('/v1/views/defaults/{role}', { params, body: { reason, viewId } });
    },
    cli: () => ({ words: ['view', 'default', role, ...(viewId === null ? [] : [viewId])] }),
  };
}
