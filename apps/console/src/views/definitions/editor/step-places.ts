import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { StepFaults } from '#graph';
import { isObject } from '#protocol';
import { nameOf, READ_MAX_MS, valuesOf, type SyntaxNode, type TextRange } from './pointer-range';

/** A step of a draft, or what takes it back. */
export type StepPlace = Pick<StepFaults, 'step' | 'side'>;

const UNDO = 'compensation';

/** The step that a place of the text is in; null: it is in none, or in one without a name. */
export function stepAt(state: EditorState, at: number): StepPlace | null {
  const tree = ensureSyntaxTree(state, at, READ_MAX_MS) ?? syntaxTree(state);
  return (
    placeAround(state, tree.resolveInner(at, -1)) ?? placeAround(state, tree.resolveInner(at, 1))
  );
}

function placeAround(state: EditorState, inner: SyntaxNode): StepPlace | null {
  let within: SyntaxNode | null = null;
  for (let node: SyntaxNode | null = inner; node !== null; node = node.parent) {
    if (node.name === 'Object' && isOfSteps(state, node)) {
      const step = stepName(state, node);
      const isUndo = within?.name === 'Property' && nameOf(state, within) === UNDO;
      return step === null ? null : { step, side: isUndo ? 'undo' : 'forward' };
    }
    within = node;
  }
  return null;
}

/** `{"steps":[HERE]}` of the document itself. */
function isOfSteps(state: EditorState, { parent: list }: SyntaxNode): boolean {
  const property = list?.name === 'Array' ? list.parent : null;
  if (property === null || nameOf(state, property) !== 'steps') return false;
  return property.parent?.parent?.parent === null;
}

/** Where a step is written, or how it is taken back if that is; null: nowhere. */
export function rangeOfStep(state: EditorState, { step, side }: StepPlace): TextRange | null {
  const tree = ensureSyntaxTree(state, state.doc.length, READ_MAX_MS) ?? syntaxTree(state);
  const root = tree.topNode.getChild('Object');
  const lists = root?.getChildren('Property').filter((each) => nameOf(state, each) === 'steps');
  const steps = lists?.flatMap((each) => valuesOf(each.getChild('Array')));
  const found = steps?.find((each) => stepName(state, each) === step);
  if (found === undefined) return null;
  const undo = side === 'undo' ? propertyOf(state, found, UNDO) : undefined;
  const { from, to } = undo ?? found;
  return { from, to };
}

function stepName(state: EditorState, step: SyntaxNode): string | null {
  const value = propertyOf(state, step, 'name')?.getChild('String') ?? null;
  return value === null ? null : state.sliceDoc(value.from + 1, value.to - 1);
}

function propertyOf(state: EditorState, object: SyntaxNode, name: string) {
  return object.getChildren('Property').find((each) => nameOf(state, each) === name);
}

interface Fault {
  readonly path: string | null;
  readonly severity: 'error' | 'warning';
}

/** How much is said of each step that has a name: `document` says which one a path leads to. */
export function faultsOfSteps(faults: readonly Fault[], document: unknown): readonly StepFaults[] {
  const steps: unknown = isObject(document) ? document['steps'] : null;
  if (!Array.isArray(steps)) return [];
  return faults.flatMap(({ path, severity }): readonly StepFaults[] => {
    const [, place, part] = /^\/steps\/(\d+)(?:\/([^/]*))?/.exec(path ?? '') ?? [];
    const about: unknown = steps[Number(place)];
    if (!isObject(about) || typeof about['name'] !== 'string') return [];
    const side = part === UNDO ? 'undo' : 'forward';
    const counts = { errors: 0, warnings: 0, [`${severity}s`]: 1 };
    return [{ step: about['name'], side, ...counts }];
  });
}
