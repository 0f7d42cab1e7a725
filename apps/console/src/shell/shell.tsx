import { lazy, Suspense, useCallback, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { DoneBar } from '../acting/back/done-bar';
import { Palette } from '../keys/palette';
import { useShortcuts } from '../keys/use-shortcuts';
import { Gate } from '../session/gate';
import { useBeginAtTop } from './begin-at-top';
import { Rail } from './rail';
import { TopBar } from './top-bar';
import { Boundary } from './boundary';
import { Waiting } from '../parts/states';
import css from './shell.module.css';

const Sheet = lazy(() => import('../keys/sheet'));

/** What is around every view. */
export function Shell({ children }: { readonly children: ReactNode }) {
  useBeginAtTop();
  return (
    <Gate>
      <Frame>{children}</Frame>
    </Gate>
  );
}

function Frame({ children }: { readonly children: ReactNode }) {
  const [place] = useLocation();
  const [above, show] = useState<'palette' | 'sheet' | null>(null);
  const onPalette = useCallback(() => show('palette'), []);
  const onSheet = useCallback(() => show('sheet'), []);
  const onClose = useCallback(() => show(null), []);
  useShortcuts({ onPalette, onSheet });
  return (
    <div className={css.app}>
      <a className={css.skip} href="#view">
        Skip to the view
      </a>
      <Rail />
      <div className={css.column}>
        <TopBar onPalette={onPalette} onSheet={onSheet} />
        <main className={css.view} id="view" tabIndex={-1}>
          <Boundary place={place} heading="h1">
            <Suspense fallback={<Waiting />}>{children}</Suspense>
          </Boundary>
        </main>
        <DoneBar />
        <Boundary place={`${place} ${above}`} heading="h2">
          <Suspense>
            {above === 'palette' && <Palette onClose={onClose} />}
            {above === 'sheet' && <Sheet onClose={onClose} />}
          </Suspense>
        </Boundary>
      </div>
    </div>
  );
}
