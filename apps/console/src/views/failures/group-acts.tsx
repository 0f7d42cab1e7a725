import { useState } from 'react';
import { ReasonedAct } from '../../acting/reasoned-act';
import { useWhyNot } from '../../api/me';
import type { components } from '../../api/schema';
import { Field } from '../../parts/field';
import { callOf, cliOfGroup, GROUP_READS, useSeen } from './group-calls';
import { MuteAct } from './mute-act';
import { takeBackLife } from './take-back-life';

type Group = components['schemas']['FailureGroup'];

interface GroupActProps {
  readonly group: Group;
  /** Why it may not be done; null: it may. */
  readonly why: string | null;
}

/** What people make of a group. */
export function GroupActs({ group }: { readonly group: Group }) {
  const mayNot = useWhyNot('acknowledgeFailureGroup');
  const whyNot = (act: Group['acts'][number]): string | null => {
    if (group.acts.includes(act)) return mayNot;
    return `A group that is ${group.life.status} cannot have this.`;
  };
  return (
    <>
      <AcknowledgeAct group={group} why={whyNot('acknowledge')} />
      <MuteAct group={group} why={whyNot('mute')} />
      <ResolveAct group={group} why={whyNot('resolve')} />
      <ReopenAct group={group} why={whyNot('reopen')} />
    </>
  );
}

function ReopenAct({ group, why }: GroupActProps) {
  const { seen, onOpen } = useSeen(group);
  return (
    <ReasonedAct
      name="Reopen"
      back={takeBackLife('Reopen', seen)}
      tells="The group is new again: whoever is told of new groups is told of it."
      why={why}
      reads={GROUP_READS}
      onOpen={onOpen}
      call={(client, given) => {
        const { params, said } = callOf(seen, given);
        return client.POST('/v1/admin/failures/{fingerprint}/reopen', { params, body: said });
      }}
      cli={() => cliOfGroup('reopen', seen)}
    />
  );
}

function AcknowledgeAct({ group, why }: GroupActProps) {
  const { seen, onOpen } = useSeen(group);
  const [owner, setOwner] = useState('');
  const [note, setNote] = useState('');
  const open = (): void => {
    onOpen();
    setOwner(group.life.owner ?? '');
    setNote(group.life.note ?? '');
  };
  const more = { ...(owner === '' ? {} : { owner }), ...(note === '' ? {} : { note }) };
  return (
    <ReasonedAct
      name="Acknowledge"
      back={takeBackLife('Acknowledge', seen)}
      tells="Somebody looks after it: nobody is told of further sagas of this group."
      why={why}
      reads={GROUP_READS}
      onOpen={open}
      call={(client, given) => {
        const { params, said } = callOf(seen, given);
        const body = { ...said, ...more };
        return client.POST('/v1/admin/failures/{fingerprint}/acknowledge', { params, body });
      }}
      cli={() => cliOfGroup('acknowledge', seen, more)}
    >
      <Field label="Owner" hint="Empty: you">
        <input value={owner} maxLength={100} onChange={({ target }) => setOwner(target.value)} />
      </Field>
      <Field label="Note" hint="For instance a ticket">
        <input value={note} maxLength={1000} onChange={({ target }) => setNote(target.value)} />
      </Field>
    </ReasonedAct>
  );
}

function ResolveAct({ group, why }: GroupActProps) {
  const { seen, onOpen } = useSeen(group);
  const [version, setVersion] = useState('');
  const [note, setNote] = useState('');
  const more = {
    ...(version === '' ? {} : { inVersion: Number(version) }),
    ...(note === '' ? {} : { note }),
  };
  return (
    <ReasonedAct
      name="Resolve"
      back={takeBackLife('Resolve', seen)}
      tells="It is mended. A saga that comes to it again makes it regressed."
      why={why}
      reads={GROUP_READS}
      onOpen={onOpen}
      call={(client, given) => {
        const { params, said } = callOf(seen, given);
        const body = { ...said, ...more };
        return client.POST('/v1/admin/failures/{fingerprint}/resolve', { params, body });
      }}
      cli={() => {
        const said = { 'in-version': version || undefined, note: note || undefined };
        return cliOfGroup('resolve', seen, said);
      }}
    >
      <Field
        label="Since version"
        hint="The first version of the definition without it; empty: all that run"
      >
        <input
          type="number"
          min={1}
          value={version}
          onChange={({ target }) => setVersion(target.value)}
        />
      </Field>
      <Field label="Note">
        <input value={note} maxLength={1000} onChange={({ target }) => setNote(target.value)} />
      </Field>
    </ReasonedAct>
  );
}
