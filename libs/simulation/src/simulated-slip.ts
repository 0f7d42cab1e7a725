import type { Command, Slip, SlipUndo, ReplyOutcome } from '#engine';

/** What the participant of a routing slip sends after this command; null: nothing. Without data. */
export function forwardSlip(command: Command, outcome: ReplyOutcome): Command | null {
  const { slip, direction } = command;
  if (slip === undefined) return null;
  const [station, ...next] = slip.next;
  const [undo, ...back] = slip.back;
  const hasSucceeded = outcome.type === 'succeeded';
  if (direction === 'execute' && hasSucceeded) {
    return station ? forward(command, station, { ...slip, next }) : null;
  }
  const goesBack = direction === 'execute' ? outcome.type === 'refused' : hasSucceeded;
  const isFenced = outcome.type === 'refused' && outcome.error.code === 'FENCED';
  if (!undo || !goesBack || isFenced) return null;
  return { ...command, ...undo, direction: 'compensate', slip: { next: [], back, undo: null } };
}

function forward(
  command: Command,
  station: Slip['next'][number],
  { next, back, undo }: Slip,
): Command {
  const { fill: _, isPastPivot, undo: ownUndo, ...sent } = station;
  const { firstIssuedAt } = command;
  const own: SlipUndo | null = ownUndo && { ...ownUndo, data: null, firstIssuedAt };
  const behind = undo ? [undo, ...back] : back;
  return { ...command, ...sent, slip: { next, back: isPastPivot ? [] : behind, undo: own } };
}
