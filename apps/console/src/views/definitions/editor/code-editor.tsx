import { autocompletion } from '@codemirror/autocomplete';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorView } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { useEffect, useRef } from 'react';
import type { JsonObject } from '#protocol';
import { completionOf } from './completion';
import css from './editor.module.css';
import { filling, looks, ownRoot, scrollByKeys } from './looks';
import { rangeOf, type TextRange } from './pointer-range';
import { rangeOfStep, stepAt, type StepPlace } from './step-places';

/** Above and below what one is led to there is something to see. */
const AROUND_PX = 24;

/** Something that is wrong, or that may be. `path`: a JSON pointer; null: it is no JSON. */
export interface TextFault {
  readonly path: string | null;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

interface CodeEditorProps {
  readonly initial: string;
  readonly label: string;
  readonly schema: JsonObject;
  readonly faults: readonly TextFault[];
  readonly onChange: (text: string) => void;
  /** Gets the step that the cursor comes to; null: none. */
  readonly onPlace: (place: StepPlace | null) => void;
  readonly onReady: (leads: Leads) => void;
}

/** What leads to a place in the text. What is not there leads nowhere. */
export interface Leads {
  readonly toFault: (fault: TextFault) => void;
  readonly toStep: (place: StepPlace) => void;
}

/** A text of JSON, with what is wrong shown where it is. */
export function CodeEditor(props: CodeEditorProps) {
  const { initial, label, schema, faults, onChange, onPlace, onReady } = props;
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  useEffect(() => {
    if (place.current === null) return undefined;
    const root = ownRoot(place.current);
    const view = new EditorView({
      parent: root,
      root,
      doc: initial,
      extensions: [
        ...[basicSetup, filling, looks, json(), lintGutter(), EditorView.lineWrapping],
        autocompletion({ override: [completionOf(schema)] }),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
          if (docChanged) onChange(state.doc.toString());
          if (docChanged || selectionSet) onPlace(stepAt(state, state.selection.main.head));
        }),
      ],
    });
    scrollByKeys(view);
    editor.current = view;
    onReady({
      toFault: (fault) => leadTo(view, placeOf(view, fault), 'nearest'),
      toStep: (step) => leadTo(view, rangeOfStep(view.state, step), 'start'),
    });
    return () => view.destroy();
  }, [initial, label, schema, onChange, onPlace, onReady]);
  useEffect(() => {
    const view = editor.current;
    if (view === null) return;
    const diagnostics = faults.map((fault) => {
      const { message, severity } = fault;
      const { from, to } = placeOf(view, fault);
      // of what goes over many lines the first one says where it is
      return { from, to: Math.min(to, view.state.doc.lineAt(from).to), message, severity };
    });
    view.dispatch(setDiagnostics(view.state, diagnostics));
  }, [faults]);
  return <div ref={place} className={css.text} />;
}

/** A step is read from its beginning on: it comes to the top. */
function leadTo(view: EditorView, range: TextRange | null, y: 'nearest' | 'start'): void {
  if (range !== null) {
    const { from } = range;
    const effects = EditorView.scrollIntoView(from, { y, yMargin: AROUND_PX });
    view.dispatch({ selection: { anchor: from }, effects });
  }
  view.focus();
}

function placeOf(view: EditorView, { path }: TextFault) {
  if (path !== null) return rangeOf(view.state, path);
  const [found] = jsonParseLinter()(view);
  return { from: found?.from ?? 0, to: found?.to ?? 0 };
}
