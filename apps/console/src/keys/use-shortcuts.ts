import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { currentLook } from '../look/look';
import { PLACES } from '../places';
import { isTyping, pressedIn } from './is-typing';
import { goToRow, pressMarked } from './marked';
import { nextSaga } from './next-saga';

/** Between `g` and the letter of a place. */
const SECOND_KEY_MS = 1_500;
const SAGA = /^\/sagas\/([^/]+)$/;

interface Opens {
  readonly onPalette: () => void;
  readonly onSheet: () => void;
}

/**
 * Keys of the whole console. Those of one character do nothing while somebody types or a dialog is
 * open, or when they are switched off.
 */
export function useShortcuts({ onPalette, onSheet }: Opens): void {
  const [location, navigate] = useLocation();
  const queries = useQueryClient();
  const goAt = useRef(-Infinity);
  useEffect(() => {
    const step = (by: 1 | -1): boolean => {
      const [, sagaId] = SAGA.exec(location) ?? [];
      if (sagaId === undefined) return goToRow(by);
      const next = nextSaga(queries, sagaId, by);
      if (next !== null) navigate(`/sagas/${next}`);
      return next !== null;
    };
    const go = (key: string): boolean => {
      const place = PLACES.find(({ letter }) => letter === key);
      if (place !== undefined) navigate(place.path);
      return place !== undefined;
    };
    const press = (key: string, at: number): boolean => {
      const isSecond = at - goAt.current < SECOND_KEY_MS;
      goAt.current = key === 'g' && !isSecond ? at : -Infinity;
      if (isSecond) return go(key);
      if (key === '?') return (onSheet(), true);
      if (key === 'j') return step(1);
      if (key === 'k') return step(-1);
      return key !== 'g' && key.length === 1 && pressMarked(key);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      if (event.metaKey || event.ctrlKey) {
        if (event.key.toLowerCase() !== 'k') return;
        event.preventDefault();
        if (!isInDialog()) onPalette();
        return;
      }
      if (isTyping(pressedIn(event))) return leave(event);
      if (currentLook().shortcuts === 'off' || isInDialog()) return;
      if (press(event.key, event.timeStamp)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [location, navigate, queries, onPalette, onSheet]);
}

/** Escape leads out of a field, to where keys are shortcuts again. */
function leave(event: KeyboardEvent): void {
  const field = pressedIn(event);
  if (event.key === 'Escape' && field instanceof HTMLElement && !isInDialog()) field.blur();
}

function isInDialog(): boolean {
  return document.querySelector('dialog[open], :popover-open') !== null;
}
