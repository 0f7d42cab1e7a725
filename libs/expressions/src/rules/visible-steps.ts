/** What an expression may name at its place. */
export interface VisibleSteps {
  /** All steps of the definition. */
  readonly known: ReadonlySet<string>;
  /** Those that come before on every path; null: the graph is broken, and all may be named. */
  readonly before: ReadonlySet<string> | null;
  /** What can be named besides: `line` and `index` in a `forEach`, `output` in an `until`. */
  readonly variables?: readonly string[];
  /** false: there is no saga yet, and nothing of it can be named. Default true. */
  readonly hasSaga?: boolean;
  /** Where it stands, so that messages can say what to write instead; left out: anywhere. */
  readonly at?: ExpressionSite;
}

export interface ExpressionSite {
  /** The step that it belongs to; null: it has no name, or there is none. */
  readonly step: string | null;
  readonly part: 'start' | 'step' | 'compensation' | 'until' | 'output';
  /** Steps that come after it. */
  readonly later: ReadonlySet<string>;
}
