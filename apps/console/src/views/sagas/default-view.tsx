import { useState } from 'react';
import { ReasonedAct } from '../../acting/reasoned-act';
import { Field } from '../../parts/field';
import type { SavedView } from './view-tabs';

const ROLES = ['viewer', 'operator', 'admin'] as const;
type Role = (typeof ROLES)[number];

/** Which role sees this view first, or no longer does. */
export function DefaultView({ view }: { readonly view: SavedView }) {
  const [role, setRole] = useState<Role>('operator');
  const isFirst = view.defaultFor.includes(role);
  const first = view.defaultFor.length === 0 ? 'nobody' : view.defaultFor.join(', ');
  return (
    <ReasonedAct
      name="Seen first"
      tells={`Callers of a role see it where they asked for nothing else. Now: ${first}.`}
      reads={['listViews']}
      call={(client, { reason, idempotencyKey }) => {
        const body = { reason, viewId: isFirst ? null : view.id };
        const params = { path: { role }, header: { 'Idempotency-Key': idempotencyKey } };
        return client.PUT('/v1/views/defaults/{role}', { params, body });
      }}
      cli={() => ({ words: ['view', 'default', role, ...(isFirst ? [] : [view.id])] })}
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
