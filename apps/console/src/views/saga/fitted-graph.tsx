import { useCallback, useMemo } from 'react';
import {
  paint,
  type Flow,
  type PaintedBox,
  type Picture,
  type Plan,
  type SagaProgress,
} from '#graph';
import { useWidth } from '../../parts/scroll/use-width';
import { frameOf, PictureGraph, type PictureGraphProps } from './path-graph';

/** What is smaller cannot be read. */
const SCALE_MIN = 0.78;
/** Where there is more room, time goes to the right, however long the way is. */
const NARROW_PX = 700;
/** Left and right of a picture in its box. */
const AROUND_PX = 28;

type Painted<Box extends PaintedBox> = PictureGraphProps<Box>['picture'];

interface FittedGraphProps<Box extends PaintedBox> extends Omit<
  PictureGraphProps<Box>,
  'picture' | 'scale'
> {
  readonly paintAs: (flow: Flow) => Painted<Box>;
}

/** A picture in the room that there is: smaller, downwards, or as it is, and then it scrolls. */
export function FittedGraph<Box extends PaintedBox>(props: FittedGraphProps<Box>) {
  const { paintAs, ...rest } = props;
  const [width, measured] = useWidth();
  const { picture, scale } = useMemo(() => fitted(paintAs, width), [paintAs, width]);
  return (
    <div ref={measured}>
      <PictureGraph {...rest} {...{ picture, scale }} />
    </div>
  );
}

function fitted<Box extends PaintedBox>(
  paintAs: (flow: Flow) => Painted<Box>,
  width: number | null,
): { readonly picture: Painted<Box>; readonly scale: number } {
  const right = paintAs('right');
  if (width === null) return { picture: right, scale: 1 };
  const share = (picture: Painted<Box>): number => (width - AROUND_PX) / frameOf(picture).width;
  const isWide = width >= NARROW_PX || share(right) >= SCALE_MIN;
  const down = isWide ? right : paintAs('down');
  const picture = share(down) > share(right) ? down : right;
  const least = share(picture) < SCALE_MIN ? 1 : share(picture);
  return { picture, scale: Math.min(1, least) };
}

interface PathGraphProps {
  readonly plan: Plan;
  readonly progress: SagaProgress | null;
  readonly label: string;
  /** The step that is shown elsewhere. Left out: none is. */
  readonly chosen?: string | null;
  /** Where a step leads to. Left out: nowhere. */
  readonly hrefOf?: (step: string) => string;
}

/** What a saga did, what it undid, and what is ahead; or only the plan. */
export function PathGraph({ plan, progress, label, chosen = null, hrefOf }: PathGraphProps) {
  const paintAs = useCallback(
    (flow: Flow): Picture => paint(plan, progress, flow),
    [plan, progress],
  );
  const boxHref = hrefOf && (({ step }: PaintedBox) => hrefOf(step));
  const isChosen = ({ step }: PaintedBox): boolean => step === chosen;
  return <FittedGraph {...{ paintAs, label, isChosen }} hrefOf={boxHref} isSamePlace />;
}
