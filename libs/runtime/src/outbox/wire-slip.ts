import { signCorrelation, type WireAddress, type WireSlip } from '#contracts';
import type { Command, Slip, SlipUndo } from '#engine';

/** A slip whose stations can answer for themselves. @throws CorrelationUnsignableError */
export function wireSlip(
  { sagaId }: Command,
  { next, back, undo }: Slip,
  secret: string,
): WireSlip {
  type Address = Omit<WireAddress, 'correlationId'>;
  const sign = <Kind extends Address>(address: Kind, direction: 'execute' | 'compensate') => ({
    ...address,
    correlationId: signCorrelation(secret, { ...address, sagaId, direction }),
  });
  const signUndo = (each: SlipUndo) => sign(each, 'compensate');
  return {
    next: next.map((station) => ({
      ...sign(station, 'execute'),
      undo: station.undo && sign(station.undo, 'compensate'),
    })),
    back: back.map(signUndo),
    undo: undo && signUndo(undo),
    trail: [],
  };
}
