interface Versioned {
  readonly sagaId: string;
  /** The saga's, after the change. */
  readonly version: number;
}

/** Changes of sagas that are in no list, until they are perhaps read into it. */
const OTHERS_MAX = 1_000;

/**
 * The last change of each saga. A list puts it over what it has read, however old that is: a read
 * that began before the change, and ends after it, takes nothing back.
 */
export class Latest<Change extends Versioned> {
  private readonly changes = new Map<string, Change>();

  /** `isListed`: what is told of these sagas is kept, as long as they are. */
  constructor(private readonly isListed: (id: string) => boolean) {}

  note(change: Change): void {
    const known = this.changes.get(change.sagaId);
    if (known !== undefined && known.version >= change.version) return;
    this.changes.delete(change.sagaId);
    this.changes.set(change.sagaId, change);
    if (this.changes.size > OTHERS_MAX) this.dropOldest();
  }

  /** What changed a saga after this version; undefined: nothing that was told. */
  since(id: string, version: number): Change | undefined {
    const change = this.changes.get(id);
    return change !== undefined && change.version > version ? change : undefined;
  }

  private dropOldest(): void {
    for (const id of this.changes.keys()) {
      if (this.isListed(id)) continue;
      this.changes.delete(id);
      return;
    }
  }
}
