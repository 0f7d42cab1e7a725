import { useLook } from '../../../look/look';
import { useNow } from '../../../parts/now';
import { bothTexts, durationText } from '../../../parts/text/time-text';
import { When } from '../../../parts/when';
import type { Saga } from '../use-saga';

type Next = NonNullable<Saga['nextAction']>;

/** At its time this happens, if nothing else does before. */
const AT_ITS_TIME: Readonly<Record<Next['what'], (step: string) => string>> = {
  'await-reply': (step) => `the wait for the answer of ${step} ends`,
  'await-signal': (step) => `the wait of ${step} for its signal ends`,
  'await-event': (step) => `the wait of ${step} for its event ends`,
  'await-lock': () => 'the wait for the lock ends',
  delay: (step) => `${step} goes on`,
  'next-attempt': (step) => `the next attempt of ${step}`,
  deadline: () => 'the deadline passes',
  operator: () => 'nothing: somebody has to act',
};

/** What happens next by itself, and when. */
export function NextAct({ saga }: { readonly saga: Saga }) {
  const { nextAction, waiting, paused } = saga;
  if (nextAction === null || nextAction.at === null || paused !== null) return null;
  const { what, step, at } = nextAction;
  // the sentence has said it
  if (waiting?.code === 'stuck' && what !== 'deadline') return null;
  return (
    <small>
      Next by itself: {AT_ITS_TIME[what](step ?? 'the saga')}, <Countdown to={at} />
    </small>
  );
}

function Countdown({ to }: { readonly to: string }) {
  const now = useNow();
  const { times } = useLook();
  const left = Date.parse(to) - now;
  if (left <= 0)
    return (
      <>
        due <When at={to} />
      </>
    );
  return (
    <time dateTime={to} title={bothTexts(Date.parse(to), times)}>
      in {durationText(Math.ceil(left / 1_000) * 1_000)}
    </time>
  );
}
