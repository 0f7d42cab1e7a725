import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { actName, verbName, type Act, type PossibleAction, type Verb } from '../../../acting/acts';
import { OPPOSITE } from '../../../acting/back/opposite';
import { takenBack, usualReason } from '../../../acting/usual-reason';
import button from '../../../parts/button.module.css';
import { Failed } from '../../../parts/states';
import type { Saga } from '../use-saga';
import { useActs, type VerbActs } from './use-acts';
import css from './acts.module.css';

const ActDialog = lazy(() => import('../../../acting/act-dialog'));

/** The act itself, and what follows at once. Then it has gone on, and says so itself. */
const TOLD_VERSIONS = 2;

interface Done {
  readonly act: Act;
  readonly reason: string;
  /** Of the saga when it was done. */
  readonly version: number;
}

/** Acts of a verb whose dialog is open. */
interface Chosen extends VerbActs {
  /** Why it is done, where that is known. */
  readonly reason?: string;
}

/** What may be done about the saga; what may not says why when it is asked for. */
export function Acts({ saga }: { readonly saga: Saga }) {
  const [chosen, choose] = useState<Chosen | null>(null);
  const [explained, explain] = useState<VerbActs | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const acts = useActs(saga.id);
  if (acts.isLoadingError) return <Failed error={acts.error} onRetry={() => void acts.refetch()} />;
  if (acts.isPending) return <Coming />;
  const all = acts.data;
  const possible = all.filter(({ why }) => why === null);
  const others = all.filter(({ why }) => why !== null);
  const [act] = chosen?.allowed ?? [];
  const takeBack = (opposite: VerbActs): void => {
    if (done !== null) choose({ ...opposite, reason: takenBack(done.reason) });
  };
  return (
    <>
      <div className={css.acts}>
        {possible.map((each, at) => (
          <Possible key={each.verb} {...{ saga, of: each, isMain: at === 0, onChoose: choose }} />
        ))}
        {others.map((each) => (
          <Impossible key={each.verb} of={each} onAsk={() => explain(each)} />
        ))}
      </div>
      <p className={css.said} role="status">
        {explained === null ? whyNone(all) : `${verbName(explained.verb)}: ${explained.why}`}
      </p>
      {done !== null && saga.version <= done.version + TOLD_VERSIONS && (
        <TakeBack of={done.act} acts={possible} onChoose={takeBack} />
      )}
      {chosen !== null && act !== undefined && (
        <Suspense>
          <ActDialog
            sagaId={saga.id}
            act={act}
            choices={chosen.allowed}
            reasonOf={(each) => chosen.reason ?? usualReason(each, saga)}
            onClose={() => choose(null)}
            onDone={(act, reason) => setDone({ act, reason, version: saga.version })}
          />
        </Suspense>
      )}
    </>
  );
}

/** Nothing may be done, all for the same reason: that is said at once. */
function whyNone(acts: readonly VerbActs[]): string | null {
  const [first] = acts;
  return acts.every(({ why }) => why === first?.why) ? (first?.why ?? null) : null;
}

/** As many and as wide as they mostly are: what stands below them stays where it is. */
const USUAL = ['Retry ship…', 'Skip ship…', 'Settle as succeeded…', 'Pause…', 'Abandon…', 'Keep…'];

function Coming() {
  return (
    <div className={css.acts} aria-hidden="true" data-coming>
      {USUAL.map((text) => (
        <span key={text} className={`${button.button} ${css.coming}`}>
          {text}
        </span>
      ))}
    </div>
  );
}

interface PossibleProps {
  readonly saga: Saga;
  readonly of: VerbActs;
  readonly isMain: boolean;
  readonly onChoose: (chosen: VerbActs) => void;
}

function Possible({ saga, of: acts, isMain, onChoose }: PossibleProps) {
  const { verb, allowed } = acts;
  const [act] = allowed;
  if (act === undefined) return null;
  if (verb === 'migrate') return <ToDefinition saga={saga} act={act} />;
  const isBold = isMain && GOES_ON.has(verb);
  return (
    <button
      type="button"
      className={isBold ? `${button.button} ${button.main}` : button.button}
      data-keys={verb === 'retry' ? 'r' : undefined}
      onClick={() => onChoose(acts)}
    >
      {allowed.length === 1 ? actName(act) : verbName(verb)}…
    </button>
  );
}

const GOES_ON: ReadonlySet<string> = new Set(['retry', 'resume']);

/** Sagas are moved there, all that fit or some. */
function ToDefinition({ saga, act }: { readonly saga: Saga; readonly act: PossibleAction }) {
  const { name } = saga.definition;
  return (
    <Link className={button.button} href={`/definitions/${encodeURIComponent(name)}`}>
      {actName(act)} …
    </Link>
  );
}

function Impossible({ of: acts, onAsk }: { readonly of: VerbActs; readonly onAsk: () => void }) {
  const { verb, why } = acts;
  return (
    <button
      type="button"
      className={`${button.button} ${css.quiet}`}
      aria-disabled="true"
      title={why ?? undefined}
      onClick={onAsk}
    >
      {verbName(verb)}
    </button>
  );
}

/** What is taken back by the opposite verb is so by a click, where it was done. */
function TakeBack(props: {
  readonly of: Act;
  readonly acts: readonly VerbActs[];
  readonly onChoose: (chosen: VerbActs) => void;
}) {
  const { of: done, acts, onChoose } = props;
  const opposite = OPPOSITE[done.verb];
  if (typeof opposite === 'string') return <p role="status">Done: {actName(done)}.</p>;
  const back = acts.find(({ verb }) => verb === opposite.verb);
  if (back === undefined) return null;
  return (
    <p className={css.undo} role="status">
      {DONE[done.verb]}{' '}
      <button type="button" className={button.button} data-keys="u" onClick={() => onChoose(back)}>
        Take it back: {verbName(opposite.verb).toLowerCase()}
      </button>
    </p>
  );
}

const DONE: Readonly<Partial<Record<Verb, string>>> = {
  pause: 'It is paused; its clocks stand still.',
  resume: 'It is paused no more.',
  exempt: 'It is kept for ever.',
  unexempt: 'It is kept no longer than others.',
};
