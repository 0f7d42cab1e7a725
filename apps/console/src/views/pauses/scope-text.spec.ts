import { heldFilter, scopeHref, scopeKind, scopeText, type Scope } from './scope-text';

const place = { definition: 'order', step: 'ship', direction: 'compensate' } as const;
const SCOPES: readonly [Scope, string, string, string, string][] = [
  [{ definition: 'order' }, 'definition', 'order', '/definitions/order', 'definition=order'],
  [
    { definition: 'order', step: 'ship' },
    ...(['step', 'order · ship', '/definitions/order', 'definition=order&step=ship'] as const),
  ],
  [
    { participant: 'bank' },
    ...(['participant', 'bank', '/participants/bank', 'participant=bank'] as const),
  ],
  [
    { failureGroup: '0123456789abcdef', place },
    ...(['group of failures', 'failures of the undo of order · ship'] as const),
    ...(['/failures/0123456789abcdef', 'definition=order&step=ship'] as const),
  ],
];

describe('What a pause covers', () => {
  it.each(SCOPES)('%j is named, leads to its page, and finds its sagas', (scope, ...told) => {
    const filter = heldFilter(scope);
    expect(filter).toMatch(/^waiting=paused&/);
    const rest = filter.replace('waiting=paused&', '');
    expect([scopeKind(scope), scopeText(scope), scopeHref(scope), rest]).toEqual(told);
  });
});
