import { ACTS, type ActName } from './act-config.js';
import type { Identity } from './identity.js';

/** Which acts need a second person: of all definitions, or of some. */
export class FourEyes {
  private readonly everywhere: ReadonlySet<string>;
  private readonly ofSome: ReadonlyMap<string, ReadonlySet<string>>;

  /** `abandon`, or `abandon@place-order`; `all`: every act. */
  constructor(list: readonly string[]) {
    const entries = list.flatMap((entry) => (entry === 'all' ? [...ACTS] : [entry]));
    this.everywhere = new Set(entries.filter((entry) => !entry.includes('@')));
    const ofSome = new Map<string, Set<string>>();
    for (const entry of entries) {
      const [act = '', definition] = entry.split('@');
      if (definition === undefined) continue;
      ofSome.set(act, (ofSome.get(act) ?? new Set()).add(definition));
    }
    this.ofSome = ofSome;
  }

  get isOff(): boolean {
    return this.everywhere.size + this.ofSome.size === 0;
  }

  /** Whether the definition decides. */
  dependsOnDefinition(act: ActName): boolean {
    return !this.everywhere.has(act) && this.ofSome.has(act);
  }

  /** `definition` null: it is not known, or there are several; one of some may be among them. */
  holds(caller: Pick<Identity, 'breakGlass'>, act: ActName, definition: string | null): boolean {
    if (caller.breakGlass === true) return false;
    if (this.everywhere.has(act)) return true;
    const some = this.ofSome.get(act);
    return some !== undefined && (definition === null || some.has(definition));
  }

  /** What the list says for a caller, sorted: nothing of definitions that they may not see. */
  listFor(caller: Pick<Identity, 'breakGlass' | 'definitions'>): readonly string[] {
    if (caller.breakGlass === true) return [];
    const isSeen = (entry: string): boolean =>
      caller.definitions === 'all' || caller.definitions.includes(entry.split('@')[1] ?? '');
    return this.list.filter((entry) => !entry.includes('@') || isSeen(entry));
  }

  private get list(): readonly string[] {
    const some = [...this.ofSome].flatMap(([act, definitions]) =>
      [...definitions].map((definition) => `${act}@${definition}`),
    );
    return [...this.everywhere, ...some].sort();
  }
}

/** What is wrong with an entry of the list; null: nothing. */
export function entryFault(entry: string): string | null {
  const [act = '', definition, ...more] = entry.split('@');
  const isKnown = (ACTS as readonly string[]).includes(act);
  if (entry === 'all') return null;
  if (isKnown && definition !== '' && more.length === 0) return null;
  return isKnown ? `"${entry}" must be act@definition` : `there is no act "${act}"`;
}
