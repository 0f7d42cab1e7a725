import { useEffect, useMemo, useRef } from 'react';
import { paintFaults, type PaintedBox } from '#graph';
import { Card } from '../../../parts/card';
import { Waiting } from '../../../parts/states';
import { useLast } from '../../../parts/use-last';
import { PictureGraph } from '../../saga/path-graph';
import css from './editor.module.css';
import { faultsOfSteps, type StepPlace } from './step-places';
import type { Checked } from './use-faults';

interface DraftGraphProps {
  readonly checked: Checked | null;
  /** Where the cursor is; null: in no step. */
  readonly place: StepPlace | null;
  readonly onChoose: (place: StepPlace) => void;
}

/** What a draft would do, as it was when it was last right. */
export function DraftGraph({ checked, place, onChoose }: DraftGraphProps) {
  const plan = useLast(checked?.plan ?? null);
  const picture = useMemo(() => {
    if (plan === null) return null;
    return paintFaults(plan, faultsOfSteps(checked?.faults ?? [], checked?.value), 'down');
  }, [plan, checked]);
  const isStale = checked !== null && checked.plan === null;
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    showChosen(holder.current);
  }, [place, picture]);
  const isChosen = ({ step, side }: PaintedBox): boolean =>
    step === place?.step && side === sideIn(picture?.boxes ?? [], place);
  return (
    <div className={css.beside} data-stale={isStale} ref={holder}>
      <Card title="Its path" aside={isStale && <StaleNote isDrawn={picture !== null} />}>
        {picture !== null && (
          <PictureGraph {...{ picture, isChosen, onChoose }} label="Steps of the draft" />
        )}
        {checked === null && <Waiting />}
      </Card>
    </div>
  );
}

function StaleNote({ isDrawn }: { readonly isDrawn: boolean }) {
  return <b className={css.stale}>{isDrawn ? 'stale: last right one' : 'not right yet'}</b>;
}

/** What takes a step back may be written and not drawn: then the step is meant. */
function sideIn(boxes: readonly PaintedBox[], { step, side }: StepPlace): StepPlace['side'] {
  const isDrawn = boxes.some((box) => box.step === step && box.side === side);
  return isDrawn ? side : 'forward';
}

/** Scrolls the picture, and never the page: people may be typing. */
function showChosen(holder: HTMLElement | null): void {
  const box = holder?.querySelector('[data-chosen="true"]');
  const around = holder?.querySelector('[role="group"]');
  if (!box || !around) return;
  const [inner, outer] = [box.getBoundingClientRect(), around.getBoundingClientRect()];
  around.scrollBy({
    left: beyond(inner.left, inner.right, outer.left, outer.right),
    top: beyond(inner.top, inner.bottom, outer.top, outer.bottom),
  });
}

const AROUND_PX = 12;

/** How far to scroll so that all of it is seen; 0: it is. */
function beyond(from: number, to: number, first: number, last: number): number {
  if (from < first + AROUND_PX) return from - first - AROUND_PX;
  return Math.max(0, to - last + AROUND_PX);
}
