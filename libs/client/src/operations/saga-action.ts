type JsonObject = Record<string, unknown>;

/** An action on one saga that can be previewed, with what it takes. */
export type PreviewableAction =
  /** Fresh attempts. `step` left out: all that is stuck. `input`: for the command, instead. */
  | { readonly action: 'retry'; readonly step?: string; readonly input?: JsonObject }
  /** Goes on as if the step had succeeded with this output. */
  | { readonly action: 'skip'; readonly step: string; readonly output?: JsonObject }
  /** Somebody settled the step by hand, outside of the saga. */
  | { readonly action: 'settle'; readonly step: string; readonly result: 'succeeded' | 'undone' }
  /** Backward: all the way, or to just before a step and then forward again. */
  | { readonly action: 'compensate'; readonly toStep?: string }
  | { readonly action: 'release-lock'; readonly key: string }
  /** Goes on by another version of its definition. */
  | { readonly action: 'migrate'; readonly toVersion: number }
  | { readonly action: 'cancel' | 'pause' | 'resume' | 'abandon' };

/** `exempt`: rules of retention leave it alone; there is nothing in that to preview. */
export type SagaAction = PreviewableAction | { readonly action: 'exempt' | 'unexempt' };
