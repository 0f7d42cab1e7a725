import { ApiError } from '../edge/api-error.js';

/** Streams of one replica at a time: some 50 MB when none of their clients reads. */
export const LISTENERS_MAX = 200;
/** Of one caller: one who forgets to close them leaves places for others. */
export const LISTENERS_EACH_MAX = 100;

/** Counts open streams. */
export class ListenerPlaces {
  private readonly taken = new Map<string, number>();
  private all = 0;

  get count(): number {
    return this.all;
  }

  /** The returned function gives it back, once. @throws ApiError */
  take(caller: string): () => void {
    const own = this.taken.get(caller) ?? 0;
    if (own >= LISTENERS_EACH_MAX) {
      const detail = `Close some: a caller may have ${LISTENERS_EACH_MAX} streams open here.`;
      throw new ApiError('TOO_MANY_LISTENERS', detail);
    }
    if (this.all >= LISTENERS_MAX) {
      const detail = `This replica has ${LISTENERS_MAX} streams open; another one may have room.`;
      throw new ApiError('LISTENERS_BUSY', detail);
    }
    this.change(caller, 1);
    let isTaken = true;
    return () => {
      if (isTaken) this.change(caller, -1);
      isTaken = false;
    };
  }

  private change(caller: string, by: 1 | -1): void {
    this.all += by;
    const own = (this.taken.get(caller) ?? 0) + by;
    if (own > 0) this.taken.set(caller, own);
    else this.taken.delete(caller);
  }
}
