import { useState } from 'react';
import { ReasonedAct } from '../../acting/reasoned-act';
import { useWhyNot } from '../../api/me';
import type { components } from '../../api/schema';
import { Field } from '../../parts/field';
import { ShownOnce, type MadeKey } from './shown-once';

type Asked = components['schemas']['MakeKeyDto'];

const ROLES: readonly Asked['role'][] = ['viewer', 'operator', 'admin'];
const NOTHING = { name: '', role: 'viewer' as Asked['role'], definitions: '', expires: '' };

/** Makes a key, and shows it once. */
export function MakeKey() {
  const [asked, ask] = useState(NOTHING);
  const [made, setMade] = useState<MadeKey | null>(null);
  const why = useWhyNot('makeApiKey');
  const give = (part: Partial<typeof NOTHING>): void => ask((before) => ({ ...before, ...part }));
  return (
    <>
      <ReasonedAct
        name="Make a key"
        isMain
        why={why}
        back="Revoke, in its row, ends it."
        tells="The key is shown once, when it is made."
        isReady={asked.name !== ''}
        call={(client, { reason, idempotencyKey }) => {
          const body = { ...bodyOf(asked), reason };
          const params = { header: { 'Idempotency-Key': idempotencyKey } };
          return client.POST('/v1/admin/keys', { params, body });
        }}
        cli={() => cliOfKey(bodyOf(asked))}
        onDone={(answered) => {
          setMade(answered);
          ask(NOTHING);
        }}
        reads={['listApiKeys']}
      >
        <Field label="Name" hint="The audit log shows it: a service, or a person.">
          <input value={asked.name} onChange={({ target }) => give({ name: target.value })} />
        </Field>
        <Field label="Role">
          <select
            value={asked.role}
            onChange={({ target }) => give({ role: target.value as Asked['role'] })}
          >
            {ROLES.map((role) => (
              <option key={role}>{role}</option>
            ))}
          </select>
        </Field>
        <Field label="Definitions" hint="Only these and their sagas, with commas; empty: all.">
          <input
            value={asked.definitions}
            onChange={({ target }) => give({ definitions: target.value })}
          />
        </Field>
        <Field label="Expires" hint="By this browser's clock; empty: never.">
          <input
            type="datetime-local"
            value={asked.expires}
            onChange={({ target }) => give({ expires: target.value })}
          />
        </Field>
      </ReasonedAct>
      {made !== null && <ShownOnce made={made} onClose={() => setMade(null)} />}
    </>
  );
}

function bodyOf({ name, role, definitions, expires }: typeof NOTHING): Omit<Asked, 'reason'> {
  const names = definitions.split(/[\s,]+/).filter((each) => each !== '');
  return {
    ...{ name, role },
    ...(names.length === 0 ? {} : { definitions: names }),
    ...(expires === '' ? {} : { expiresAt: new Date(expires).toISOString() }),
  };
}

function cliOfKey({ name, role, definitions, expiresAt }: Omit<Asked, 'reason'>) {
  const options = { role, definition: definitions ?? undefined, 'expires-at': expiresAt };
  return { words: ['key', 'create', name], options };
}
