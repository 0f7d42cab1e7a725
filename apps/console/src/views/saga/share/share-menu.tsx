import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type RefObject } from 'react';
import { Link } from 'wouter';
import { cliOf } from '../../../acting/as-text/cli';
import { curlOf } from '../../../acting/as-text/curl';
import type { components } from '../../../api/schema';
import button from '../../../parts/button.module.css';
import { CopyButton } from '../../../parts/copy-button';
import { linesOfSheet, readLast } from './read-timeline';
import css from './share-menu.module.css';

const LINES_OF_NOTE = 15;

interface ShareMenuProps {
  /** As it is shown: as it is, or as it was. */
  readonly saga: components['schemas']['Saga'];
  readonly isPast: boolean;
}

/** Takes what is seen elsewhere: a link, a command, a note, paper, or another saga beside it. */
export function ShareMenu({ saga, isPast }: ShareMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  const queries = useQueryClient();
  useClosing(menu);
  const print = async (): Promise<void> => {
    // a sheet without them says so
    await queries.prefetchQuery(linesOfSheet(saga));
    window.print();
  };
  return (
    <details ref={menu} className={css.menu}>
      <summary className={button.button}>Share</summary>
      <div className={css.list}>
        <CopyButton name="Copy link" text={() => window.location.href} />
        <CopyButton name="Copy as curl" text={() => curlOfSaga(saga, isPast)} />
        <CopyButton name="Copy as CLI" text={() => cliOfSaga(saga, isPast)} />
        <CopyButton name="Copy incident note" text={() => noteOf(saga)} />
        <button type="button" className={button.button} onClick={() => void print()}>
          Print
        </button>
        <Link className={button.button} href={`/sagas/compare?right=${saga.id}`}>
          Compare with the last that completed
        </Link>
      </div>
    </details>
  );
}

function curlOfSaga({ id, version }: ShareMenuProps['saga'], isPast: boolean): string {
  const past = isPast ? `/versions/${version}` : '';
  return curlOf({ method: 'GET', url: absolute(`v1/sagas/${id}${past}`), headers: {} });
}

function cliOfSaga({ id, version }: ShareMenuProps['saga'], isPast: boolean): string {
  const words = isPast ? ['saga', 'at', id, String(version)] : ['saga', 'get', id];
  return cliOf({ words, options: {}, url: document.baseURI });
}

async function noteOf(saga: ShareMenuProps['saga']): Promise<string> {
  // few want it: it is loaded for those who do
  const { incidentNote } = await import('./incident-note');
  const last = await readLast(saga.id, LINES_OF_NOTE, saga.version);
  return incidentNote({ saga, ...last, url: window.location.href, at: Date.now() });
}

/** An address below the root of the console, wherever a proxy has put it. */
function absolute(path: string): string {
  return new URL(path, document.baseURI).href;
}

/** Escape is for what is on top. */
function isDialogAbove(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/** It closes as menus do: by Escape, and by a click elsewhere. */
function useClosing(menu: RefObject<HTMLDetailsElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || menu.current?.open !== true || isDialogAbove()) return;
      event.preventDefault();
      menu.current.open = false;
      menu.current.querySelector('summary')?.focus();
    };
    const onClick = ({ target }: Event): void => {
      const isWithin = target instanceof Node && menu.current?.contains(target) === true;
      if (!isWithin && menu.current !== null) menu.current.open = false;
    };
    // before others, who take Escape for theirs when nobody else did
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('click', onClick);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('click', onClick);
    };
  }, [menu]);
}
