import { ensureSyntaxTree, type syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';

export type SyntaxNode = ReturnType<typeof syntaxTree>['topNode'];

/** Where something is in a text: from and to, in characters. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Longer than a document that the conductor takes is read for. */
export const READ_MAX_MS = 200;

/** What a JSON pointer leads to; as near to it as the text goes. A name, for its property. */
export function rangeOf(state: EditorState, pointer: string): TextRange {
  const tree = ensureSyntaxTree(state, state.doc.length, READ_MAX_MS);
  let node = tree?.topNode.firstChild ?? null;
  let found: TextRange = { from: 0, to: Math.min(1, state.doc.length) };
  for (const part of pointer.split('/').slice(1).map(unescaped)) {
    const step: SyntaxNode | null = node === null ? null : childOf(state, node, part);
    if (step === null) return found;
    const name = step.name === 'Property' ? step.firstChild : step;
    found = { from: name?.from ?? step.from, to: name?.to ?? step.to };
    node = step.name === 'Property' ? step.lastChild : step;
  }
  return found;
}

function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function childOf(state: EditorState, node: SyntaxNode, part: string): SyntaxNode | null {
  const children = node.name === 'Array' ? valuesOf(node) : node.getChildren('Property');
  if (node.name === 'Array') return children[Number(part)] ?? null;
  return children.find((property) => nameOf(state, property) === part) ?? null;
}

/** The values of a list; of what is no list, none. */
export function valuesOf(node: SyntaxNode | null): readonly SyntaxNode[] {
  const values: SyntaxNode[] = [];
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) {
    if (/^[A-Z]/.test(child.name)) values.push(child);
  }
  return values;
}

/** The name of a property, without quotes. */
export function nameOf(state: EditorState, property: SyntaxNode): string {
  const name = property.getChild('PropertyName');
  return name === null ? '' : state.sliceDoc(name.from + 1, name.to - 1);
}

/** Where a node is, as names and places from the whole document on. */
export function pathTo(state: EditorState, inner: SyntaxNode): readonly string[] {
  const path: string[] = [];
  for (let node: SyntaxNode | null = inner; node !== null; node = node.parent) {
    if (node.name === 'Property') path.unshift(nameOf(state, node));
    else if (node.parent?.name === 'Array') path.unshift('0');
  }
  return path;
}
