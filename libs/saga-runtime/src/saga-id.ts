import { v7 as uuidv7 } from 'uuid';

/** In order of creation, so that lists and indexes are; the end is random. */
export function newSagaId(): string {
  return uuidv7();
}
