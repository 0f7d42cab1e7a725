/** One thing that is wrong with a definition. */
export interface DefinitionFault {
  /** JSON Pointer (RFC 6901) into the posted document, `""` for the whole of it. */
  readonly path: string;
  /** The broken rule, stable and in kebab-case: `unknown-after`, `single-pivot`. */
  readonly rule: string;
  /** For people. */
  readonly message: string;
}

/** A hostile document could have one fault every few characters; nobody reads more than this. */
const FAULTS_MAX = 1000;

/** Collects what is wrong, so that an author sees all of it at once. */
export class FaultList {
  private readonly found: DefinitionFault[] = [];

  /** `isStored`: of a document that was accepted before; see `CompileOptions`. */
  constructor(readonly isStored = false) {}

  get faults(): readonly DefinitionFault[] {
    return this.found;
  }

  readonly add = (path: string, rule: string, message: string): void => {
    if (this.found.length < FAULTS_MAX) this.found.push({ path, rule, message });
  };
}
