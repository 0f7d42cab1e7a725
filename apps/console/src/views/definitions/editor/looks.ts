import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/**
 * Where an editor lives. Only in a root of its own does it construct its styles; into a document it
 * would write them, which the page's policy refuses.
 */
export function ownRoot(place: HTMLElement): ShadowRoot {
  return place.shadowRoot ?? place.attachShadow({ mode: 'open' });
}

/** Long texts scroll in the editor: the keyboard reaches them there. */
export function scrollByKeys(view: EditorView): void {
  view.scrollDOM.tabIndex = 0;
}

/** As tall as its place, whatever is in it. Stands before `looks`. */
export const filling = EditorView.theme({ '&': { height: '100%', maxHeight: 'none' } });

/** The editor in the colours of the console. */
export const looks = [
  EditorView.theme({
    '&': {
      color: 'var(--ink)',
      backgroundColor: 'var(--card)',
      fontSize: '12px',
      maxHeight: '70vh',
    },
    '&.cm-focused': { outline: '2px solid var(--accent)' },
    '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '18px' },
    '.cm-content': { caretColor: 'var(--ink)' },
    '.cm-cursor': { borderLeftColor: 'var(--ink)' },
    '.cm-gutters': {
      color: 'var(--ink-3)',
      backgroundColor: 'var(--sunk)',
      borderRight: '1px solid var(--line)',
    },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--sunk)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, ::selection': {
      backgroundColor: 'var(--accent-soft)',
    },
    '.cm-tooltip': {
      color: 'var(--ink)',
      backgroundColor: 'var(--card)',
      border: '1px solid var(--line-strong)',
      borderRadius: 'var(--radius)',
    },
    '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      color: 'var(--on-accent)',
      backgroundColor: 'var(--accent)',
    },
    '.cm-diagnostic': { padding: '4px 8px' },
    '.cm-diagnostic-error': { borderLeft: '3px solid var(--stuck)' },
    '.cm-diagnostic-warning': { borderLeft: '3px solid var(--undo)' },
    '.cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--done-soft)' },
    '.cm-deletedChunk': { backgroundColor: 'var(--stuck-soft)' },
    '.cm-changedText': { background: 'none', textDecoration: 'underline' },
    '.cm-deletedText': { background: 'none', textDecoration: 'line-through' },
    '.cm-collapsedLines::before, .cm-collapsedLines::after': { display: 'none' },
    '.cm-collapsedLines': { color: 'var(--ink-2)', background: 'var(--sunk)' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.propertyName, color: 'var(--ink)', fontWeight: '600' },
      { tag: tags.string, color: 'var(--done)' },
      { tag: [tags.number, tags.bool, tags.null], color: 'var(--accent)' },
    ]),
  ),
];
