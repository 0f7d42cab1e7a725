import { approvalIn } from './approval-in';

const approval = { id: 'a-1', state: 'open', needs: 'admin', expiresAt: '2030-01-01T00:00:00Z' };

describe('What an act answered', () => {
  it('is an approval that somebody else has to confirm', () => {
    expect(approvalIn({ data: approval, response: {} })).toBe(approval);
    expect(approvalIn(approval)).toBe(approval);
  });

  it('is what was done, else', () => {
    const pause = { id: 'p-1', until: null, reason: 'it needs a rest' };
    for (const answered of [{ data: pause }, pause, {}, { data: undefined }, undefined, null]) {
      expect(approvalIn(answered)).toBeNull();
    }
  });
});
