const TYPED_IN = /^(TEXTAREA|SELECT)$/;
const NOT_TYPED_IN = /^(checkbox|radio|button|submit|reset|range|color|file)$/;

/** Where a key was pressed: also within a root of its own, as the editor has one. */
export function pressedIn(event: KeyboardEvent): EventTarget | null {
  return event.composedPath()[0] ?? null;
}

/** Keys are text there, and no shortcuts. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !NOT_TYPED_IN.test(target.type);
  return target.isContentEditable || TYPED_IN.test(target.tagName);
}
