import { readRows, type Reader } from '#database';

/** What a version of a definition hides from viewers, as JSON Pointers. */
export interface MarkedVersion {
  readonly name: string;
  readonly version: number;
  readonly sensitive: readonly string[];
}

/** Reads what definitions mark as sensitive. */
export class SensitiveMarks {
  constructor(private readonly reader: Reader) {}

  /** All versions that mark something. @throws StoreUnavailableError */
  read(): Promise<readonly MarkedVersion[]> {
    return readRows<MarkedVersion>(
      this.reader,
      `select name, version, sensitive from saga_definition where sensitive is not null`,
    );
  }
}
