/**
 * What a view lets a key do is marked where it is: `data-keys="r"` on a button presses it, on a
 * field goes there.
 */
export function pressMarked(key: string): boolean {
  const marked = [
    ...document.querySelectorAll<HTMLElement>(`:is(main, aside) [data-keys="${CSS.escape(key)}"]`),
  ];
  const element = marked.find((each) => each.ariaDisabled !== 'true' && each.checkVisibility());
  if (element === undefined) return false;
  element.focus();
  if (element instanceof HTMLInputElement) element.select();
  else element.click();
  return true;
}

/** Goes to the row after or before the one that has the focus, in the first list of the view. */
export function goToRow(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('main tbody tr, main [data-row]')]
    .map((row) => row.querySelector<HTMLElement>('a[href], button'))
    .filter((each) => each !== null && each.checkVisibility());
  const row = document.activeElement?.closest('tr, [data-row]') ?? null;
  const at = rows.findIndex((each) => row !== null && row.contains(each));
  const next = rows[at === -1 ? 0 : at + by];
  if (next === undefined || next === null) return false;
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
  return true;
}
