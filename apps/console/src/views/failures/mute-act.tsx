import { useState } from 'react';
import { ReasonedAct, type ActGiven } from '../../acting/reasoned-act';
import type { components } from '../../api/schema';
import { Field } from '../../parts/field';
import { callOf, cliOfGroup, GROUP_READS, useSeen } from './group-calls';
import { takeBackLife } from './take-back-life';

const HOUR_MS = 3_600_000;
const TIMES = [
  ['1', 'an hour'],
  ['8', '8 hours'],
  ['24', 'a day'],
  ['168', 'a week'],
  ['', 'no time ends it'],
] as const;

/** Nobody is told of it, until a time or until so many more sagas came. */
export function MuteAct(props: {
  readonly group: components['schemas']['FailureGroup'];
  readonly why: string | null;
}) {
  const { group, why } = props;
  const { seen, onOpen } = useSeen(group);
  const [hours, setHours] = useState<string>('8');
  const [sagas, setSagas] = useState('');
  const endOf = ({ sentAt }: ActGiven) =>
    hours === '' ? {} : { until: new Date(sentAt + Number(hours) * HOUR_MS).toISOString() };
  const isReady = hours !== '' || sagas !== '';
  return (
    <ReasonedAct
      name="Mute"
      back={takeBackLife('Mute', seen)}
      tells="Nobody is told of it for a while; whichever comes first ends that."
      why={why}
      isReady={isReady}
      reads={GROUP_READS}
      onOpen={onOpen}
      call={(client, given) => {
        const { params, said } = callOf(seen, given);
        const more = sagas === '' ? {} : { sagas: Number(sagas) };
        const body = { ...said, ...endOf(given), ...more };
        return client.POST('/v1/admin/failures/{fingerprint}/mute', { params, body });
      }}
      cli={(given) => cliOfGroup('mute', seen, { ...endOf(given), sagas: sagas || undefined })}
    >
      <Field label="For">
        <select value={hours} onChange={({ target }) => setHours(target.value)}>
          {TIMES.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Or until so many more sagas came to it" hint="Empty: no number ends it">
        <input
          type="number"
          min={1}
          value={sagas}
          onChange={({ target }) => setSagas(target.value)}
        />
      </Field>
    </ReasonedAct>
  );
}
