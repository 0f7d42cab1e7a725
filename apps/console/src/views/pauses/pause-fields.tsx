import { Field } from '../../parts/field';
import { hasChoiceOfCompensations, KINDS, type AskedPause, type Kind } from './asked-pause';
import css from './pauses.module.css';
import {
  useDefinitionNames,
  useGroups,
  useParticipantNames,
  useStepNames,
  type Choice,
} from './pausable';

interface PauseFieldsProps {
  readonly asked: AskedPause;
  readonly onAsk: (asked: AskedPause) => void;
  /** What is paused is known, and not asked for. */
  readonly isFixed: boolean;
}

const NAMES: Readonly<Record<Kind, string>> = {
  participant: 'A participant',
  definition: 'A definition, in all of its versions',
  step: 'One step of a definition',
  failureGroup: 'The sagas that fail in one way',
};

const LENGTHS: readonly (readonly [minutes: number | null, name: string])[] = [
  [null, 'until somebody resumes it'],
  [15, '15 minutes'],
  [60, 'an hour'],
  [240, '4 hours'],
  [1_440, 'a day'],
];

/** What is paused, and for how long. */
export function PauseFields({ asked, onAsk, isFixed }: PauseFieldsProps) {
  const { kind, minutes, withCompensations } = asked;
  return (
    <div className={css.fields}>
      {!isFixed && (
        <>
          <Field label="What">
            <select
              value={kind}
              onChange={({ target }) => onAsk({ ...asked, kind: target.value as Kind })}
            >
              {KINDS.map((each) => (
                <option key={each} value={each}>
                  {NAMES[each]}
                </option>
              ))}
            </select>
          </Field>
          <Which asked={asked} onAsk={onAsk} />
        </>
      )}
      <Field label="For how long">
        <select
          value={minutes ?? ''}
          onChange={({ target }) =>
            onAsk({ ...asked, minutes: target.value === '' ? null : Number(target.value) })
          }
        >
          {LENGTHS.map(([length, name]) => (
            <option key={name} value={length ?? ''}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      {hasChoiceOfCompensations(asked) && (
        <label className={css.check}>
          <input
            type="checkbox"
            checked={withCompensations}
            onChange={({ target }) => onAsk({ ...asked, withCompensations: target.checked })}
          />
          Hold its undos and inquiries, too
        </label>
      )}
    </div>
  );
}

function Which({ asked, onAsk }: Omit<PauseFieldsProps, 'isFixed'>) {
  switch (asked.kind) {
    case 'participant':
      return <Participant asked={asked} onAsk={onAsk} />;
    case 'definition':
      return <Definition asked={asked} onAsk={onAsk} />;
    case 'step':
      return (
        <>
          <Definition asked={asked} onAsk={onAsk} />
          <Step asked={asked} onAsk={onAsk} />
        </>
      );
    case 'failureGroup':
      return <Group asked={asked} onAsk={onAsk} />;
  }
  return asked.kind satisfies never;
}

type WhichProps = Omit<PauseFieldsProps, 'isFixed'>;

function Participant({ asked, onAsk }: WhichProps) {
  const choices = useParticipantNames();
  const choose = (participant: string): void => onAsk({ ...asked, participant });
  return <Choose label="Participant" value={asked.participant} {...{ choices, choose }} />;
}

function Definition({ asked, onAsk }: WhichProps) {
  const choices = useDefinitionNames();
  const choose = (definition: string): void => onAsk({ ...asked, definition, step: '' });
  return <Choose label="Definition" value={asked.definition} {...{ choices, choose }} />;
}

function Step({ asked, onAsk }: WhichProps) {
  const choices = useStepNames(asked.definition);
  const choose = (step: string): void => onAsk({ ...asked, step });
  return <Choose label="Step" value={asked.step} {...{ choices, choose }} />;
}

function Group({ asked, onAsk }: WhichProps) {
  const choices = useGroups();
  const choose = (failureGroup: string): void => onAsk({ ...asked, failureGroup });
  return <Choose label="Failure" value={asked.failureGroup} {...{ choices, choose }} />;
}

function Choose(props: {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly choose: (value: string) => void;
}) {
  const { label, value, choices, choose } = props;
  return (
    <Field label={label}>
      <select value={value} onChange={({ target }) => choose(target.value)}>
        <option value="">{choices.length === 0 ? 'there is none' : 'choose …'}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.name}
          </option>
        ))}
      </select>
    </Field>
  );
}
