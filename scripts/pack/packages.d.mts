/** Of a row, what tests read. */
export interface PackedPackage {
  /** By what a user imports: the source behind it, from the root. */
  readonly doors?: Readonly<Record<string, string>>;
}

export declare const PACKAGES: Readonly<Record<string, PackedPackage>>;
