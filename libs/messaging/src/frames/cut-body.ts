import { createHash } from 'node:crypto';
import { KEPT_BYTES_MAX, type CutBodyFacts } from '#bus';

/** Receives a body in pieces, and keeps its beginning and its hash. */
export class CutBody {
  private readonly hash = createHash('sha256');
  private readonly beginning: Buffer[] = [];
  private kept = 0;
  private taken = 0;

  constructor(private readonly bytes: number) {}

  get isWhole(): boolean {
    return this.taken >= this.bytes;
  }

  take(piece: Buffer): void {
    this.hash.update(piece);
    this.taken += piece.length;
    if (this.kept >= KEPT_BYTES_MAX) return;
    // copied: the piece would keep everything that was read from the socket with it in memory
    const part = Buffer.from(piece.subarray(0, KEPT_BYTES_MAX - this.kept));
    this.beginning.push(part);
    this.kept += part.length;
  }

  /** The result, once all pieces have arrived. */
  end(): { readonly body: Buffer; readonly cut: CutBodyFacts } {
    const sha256 = this.hash.digest('hex');
    return { body: Buffer.concat(this.beginning), cut: { bytes: this.bytes, sha256 } };
  }
}
