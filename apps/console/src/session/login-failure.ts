/** Why a login at the provider failed, as the conductor says it in the address of the page. */
const WORDS: Readonly<Record<string, string>> = {
  refused:
    'Your provider refused the login, or you ended it there. Try again, or ask whoever runs it.',
  expired:
    'The login took longer than ten minutes, or was begun in another browser. ' +
    'Nobody was logged in: begin again.',
  'other-login':
    'What came back is not the login that this browser began last. Nobody was logged in: begin ' +
    'again. If you began none, somebody led you here: do not follow their links.',
  'no-role':
    'Your provider knows you, and none of your groups has a role here. Ask an admin for one: ' +
    'CONDUCTOR_OIDC_ROLES says which groups have which.',
  'provider-away': 'Your provider cannot be reached now. Try again soon, or log in with a key.',
  failed: 'The login did not succeed. Begin again; the log of the conductor says why it failed.',
};
const IN_ADDRESS = /[?&]login-failed=([a-z-]*)/;

export interface LoginFailure {
  readonly words: string;
  /** The same person would be refused again. */
  readonly isOfPerson: boolean;
}

/** Taken out of the address, which leads where somebody wanted to go. null: none failed. */
function takeFailure(): LoginFailure | null {
  const { pathname, search, hash } = window.location;
  const [found, why = ''] = IN_ADDRESS.exec(search) ?? [];
  if (found === undefined) return null;
  const rest = search.replace(found, '').replace(/^&/, '?');
  window.history.replaceState(window.history.state, '', `${pathname}${rest}${hash}`);
  return { words: WORDS[why] ?? WORDS['failed'] ?? '', isOfPerson: why === 'no-role' };
}

/** Of the login that led to this page. */
export const loginFailure = takeFailure();
