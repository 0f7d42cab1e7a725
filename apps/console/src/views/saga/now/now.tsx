import { Told } from '../../../parts/told';
import type { Saga } from '../use-saga';
import { Acts } from './acts';
import { NextAct } from './next-act';
import { WaitsFor } from './waits-for';
import css from './now.module.css';

/** What the saga waits for, what happens next by itself, and what may be done about it. */
export function Now({ saga }: { readonly saga: Saga }) {
  const { waiting, status } = saga;
  return (
    <section className={css.now} data-code={waiting?.code ?? 'ended'} aria-label="Now">
      <div className={css.told}>
        <p className={css.sentence}>
          <Told text={waiting?.text ?? `It has ended: ${status}.`} />
        </p>
        <NextAct saga={saga} />
      </div>
      {waiting !== null && <WaitsFor sagaId={saga.id} on={waiting.on} />}
      <Acts saga={saga} />
    </section>
  );
}
