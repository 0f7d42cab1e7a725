import { useEffect, useState } from 'react';
import { ApiProblem } from '../api/problem';
import button from './button.module.css';

const SAID_MS = 2_000;

interface CopyButtonProps {
  readonly name: string;
  /** May have to be read first. */
  readonly text: () => string | Promise<string>;
  /** Left out: there is something to copy. */
  readonly isReady?: boolean;
}

/** Copies a text; without the browser's clipboard (a page without TLS) it shows it. */
export function CopyButton({ name, text, isReady = true }: CopyButtonProps) {
  const [said, say] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => say(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (): Promise<void> => {
    const clipboard = navigator.clipboard as Clipboard | undefined;
    try {
      const copied = await text();
      if (clipboard === undefined) return void window.prompt(name, copied);
      await clipboard.writeText(copied);
      say('Copied');
    } catch (error) {
      say(error instanceof ApiProblem ? error.message : 'The browser does not let it be copied');
    }
  };
  return (
    <button
      type="button"
      className={button.button}
      aria-disabled={!isReady}
      onClick={() => isReady && void copy()}
    >
      <span aria-live="polite">{said ?? name}</span>
    </button>
  );
}
