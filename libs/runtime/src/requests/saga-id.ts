import { v7 as uuidv7 } from 'uuid';

/** In order of creation, so that lists and indexes are; the end is random. */
export function newSagaId(): string {
  return uuidv7();
}

/** Where the inputs of a saga wait. The end of a version 7 uuid is random. */
export function laneIndex(sagaId: string, lanes: number): number {
  return Number.parseInt(sagaId.slice(-6), 16) % lanes;
}
