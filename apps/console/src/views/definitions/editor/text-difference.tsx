import { json } from '@codemirror/lang-json';
import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { looks, ownRoot, scrollByKeys } from './looks';
import css from './editor.module.css';

interface TextDifferenceProps {
  readonly before: string;
  readonly after: string;
  readonly label: string;
}

/** What differs between two texts, in the newer one; of two that are the same, the text. */
export default function TextDifference({ before, after, label }: TextDifferenceProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return undefined;
    const root = ownRoot(place.current);
    const differs = before !== after;
    const merge = { original: before, mergeControls: false, collapseUnchanged: { margin: 2 } };
    const view = new EditorView({
      parent: root,
      root,
      doc: after,
      extensions: [
        ...[looks, json(), lineNumbers(), EditorView.lineWrapping],
        ...[
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': label }),
        ],
        ...(differs ? [unifiedMergeView(merge)] : []),
      ],
    });
    scrollByKeys(view);
    return () => view.destroy();
  }, [before, after, label]);
  return <div ref={place} className={css.text} />;
}
