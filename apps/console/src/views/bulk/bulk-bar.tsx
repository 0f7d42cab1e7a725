import type { components } from '../../api/schema';
import { sharesOf } from './bulk-facts';

const COLOURS = {
  good: 'var(--done)',
  failed: 'var(--stuck)',
  gone: 'var(--ink-3)',
  awaited: 'var(--accent)',
  waiting: 'var(--line)',
} as const;
const HEIGHT = 10;

type Share = keyof typeof COLOURS;

/** How far a bulk is: those that ended well, failed, and are under way. */
export function BulkBar({ bulk }: { readonly bulk: components['schemas']['Bulk'] }) {
  const { count, stageEnd } = bulk;
  const shares = sharesOf(bulk);
  let from = 0;
  return (
    <svg width="100%" height={HEIGHT + 4} role="img" aria-label={textOf(count, shares)}>
      {(Object.keys(COLOURS) as Share[]).map((share) => {
        const width = (shares[share] / count) * 100;
        const x = from;
        from += width;
        return (
          <rect
            key={share}
            x={`${x}%`}
            y="2"
            width={`${width}%`}
            height={HEIGHT}
            fill={COLOURS[share]}
          />
        );
      })}
      {stageEnd < count && (
        <rect x={`${(stageEnd / count) * 100}%`} width="1" height={HEIGHT + 4} fill="var(--ink)" />
      )}
    </svg>
  );
}

function textOf(count: number, { good, failed, awaited, waiting }: Record<Share, number>): string {
  return `Of ${count}: ${good} good, ${failed} failed, ${awaited} under way, ${waiting} to come`;
}
