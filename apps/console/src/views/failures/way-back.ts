import type { components } from '../../api/schema';

type Life = components['schemas']['FailureLife'];

/** The act that leads a group back, and what is then. */
export type WayBack =
  | { readonly verb: 'reopen'; readonly tells: string }
  | { readonly verb: 'acknowledge'; readonly tells: string; readonly more: Acknowledged }
  | { readonly verb: 'resolve'; readonly tells: string; readonly more: Resolved };

interface Acknowledged {
  readonly owner?: string;
  readonly note?: string;
}

interface Resolved {
  readonly inVersion?: number;
  readonly note?: string;
}

/**
 * How a group comes to be as it was before an act, as far as its acts lead there. What is resolved
 * can only be reopened, and is new then. null: it was muted, and what it is to be after that, and
 * how many more sagas are borne, no act says again.
 */
export function wayBack(before: Life, after: Life): WayBack | null {
  const { status, owner, note } = before;
  if (status === 'muted') return null;
  if (status === 'new') return { verb: 'reopen', tells: 'It is new again.' };
  if (status === 'regressed') {
    return { verb: 'reopen', tells: 'It is new: that it came again after a repair is not kept.' };
  }
  if (status === 'resolved') {
    const { resolvedInVersion: version } = before;
    const more = { ...given('inVersion', version), ...given('note', note) };
    return { verb: 'resolve', tells: 'It is resolved again, from now.', more };
  }
  if (after.status === 'resolved') {
    return { verb: 'reopen', tells: `It is new, and no longer ${status}: that is said anew.` };
  }
  const more = { ...given('owner', owner), ...given('note', note) };
  return { verb: 'acknowledge', tells: `${owner ?? 'Somebody'} looks after it again.`, more };
}

function given<Name extends string, Value>(name: Name, value: Value | null) {
  return (value === null ? {} : { [name]: value }) as { readonly [Key in Name]?: Value };
}
