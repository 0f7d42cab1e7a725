import { autocompletion } from '@codemirror/autocomplete';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorView } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { useEffect, useRef } from 'react';
import type { JsonObject } from '#protocol';
import { completionOf } from './completion';
import css from './editor.module.css';
import { looks, ownRoot, scrollByKeys } from './looks';
import { rangeOf } from './pointer-range';

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
  /** Gets what leads to a fault in the text. */
  readonly onReady: (lead: (fault: TextFault) => void) => void;
}

/** A text of JSON, with what is wrong shown where it is. */
export function CodeEditor(props: CodeEditorProps) {
  const { initial, label, schema, faults, onChange, onReady } = props;
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
        ...[basicSetup, looks, json(), lintGutter(), EditorView.lineWrapping],
        autocompletion({ override: [completionOf(schema)] }),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) onChange(state.doc.toString());
        }),
      ],
    });
    scrollByKeys(view);
    editor.current = view;
    onReady((fault) => {
      const { from } = placeOf(view, fault);
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    });
    return () => view.destroy();
  }, [initial, label, schema, onChange, onReady]);
  useEffect(() => {
    const view = editor.current;
    if (view === null) return;
    const diagnostics = faults.map((fault) => {
      const { message, severity } = fault;
      return { ...placeOf(view, fault), message, severity };
    });
    view.dispatch(setDiagnostics(view.state, diagnostics));
  }, [faults]);
  return <div ref={place} className={css.text} />;
}

function placeOf(view: EditorView, { path }: TextFault) {
  if (path !== null) return rangeOf(view.state, path);
  const [found] = jsonParseLinter()(view);
  return { from: found?.from ?? 0, to: found?.to ?? 0 };
}
