import { useSyncExternalStore } from 'react';

/** What people choose for themselves. */
export interface Look {
  readonly theme: 'system' | 'light' | 'dark';
  readonly times: 'utc' | 'local';
  readonly shortcuts: 'on' | 'off';
}

type LookName = keyof Look;
type Choices = { readonly [Name in LookName]: readonly [Look[Name], ...Look[Name][]] };

/** The first is what they have before. */
export const CHOICES: Choices = {
  theme: ['system', 'light', 'dark'],
  times: ['utc', 'local'],
  shortcuts: ['on', 'off'],
};

const keyOf = (name: LookName): string => `conductor-${name}`;
const listeners = new Set<() => void>();
let look = read();

/** How this browser shows the console. It is kept in the browser, for all of its tabs. */
export function useLook(): Look {
  return useSyncExternalStore(listenToLook, currentLook);
}

export function currentLook(): Look {
  return look;
}

export function choose<Name extends LookName>(name: Name, value: Look[Name]): void {
  look = { ...look, [name]: value };
  try {
    localStorage.setItem(keyOf(name), value);
  } catch {
    // for this page only: the browser keeps nothing
  }
  apply();
}

function listenToLook(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

/** `public/ahead.js` does the same before the first paint. */
function apply(): void {
  const { theme } = look;
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  for (const listener of listeners) listener();
}

function read(): Look {
  return { theme: kept('theme'), times: kept('times'), shortcuts: kept('shortcuts') };
}

function kept<Name extends LookName>(name: Name): Look[Name] {
  const values = CHOICES[name];
  const [first] = values;
  try {
    const value = localStorage.getItem(keyOf(name));
    return values.find((each) => each === value) ?? first;
  } catch {
    return first;
  }
}

window.addEventListener('storage', () => {
  look = read();
  apply();
});
