import { violation, type Violation } from './violation.js';
import { group, type EvidenceIndex } from './evidence-index.js';
import { FATES } from './fates.js';

/** When the first and the last effect of a saga were written. */
interface Turn {
  readonly sagaId: string;
  readonly from: number;
  readonly to: number;
}

/** Sagas that lock the same shelf have effects one after the other, never side by side. */
export function checkTurns(index: EvidenceIndex): readonly Violation[] {
  const locked = index.evidence.starts.filter(({ definition }) => FATES[definition]?.isLocked);
  const shelves = group(locked, ({ definition, input }) => `${definition} ${input.shelf}`);
  return [...shelves].flatMap(([shelf, starts]) => {
    const turns = starts.flatMap(({ sagaId }) => turnOf(sagaId ?? '', index));
    turns.sort((a, b) => a.from - b.from);
    return turns.flatMap((turn, place) => {
      const before = turns[place - 1];
      if (!before || before.to <= turn.from) return [];
      const detail = `shelf of ${shelf}: effects while saga ${before.sagaId} still had some`;
      return [{ ...violation(turn, 'lock-shared', detail), sagaId: turn.sagaId }];
    });
  });
}

function turnOf(sagaId: string, { ledgerOf }: EvidenceIndex): readonly Turn[] {
  const instants = (ledgerOf.get(sagaId) ?? []).map(({ at }) => at);
  if (instants.length === 0) return [];
  return [{ sagaId, from: Math.min(...instants), to: Math.max(...instants) }];
}
