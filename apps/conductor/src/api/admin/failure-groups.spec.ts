import { fingerprintOfError } from './failure-groups.js';

function fingerprint(message: string, code = 'OUT_OF_STOCK'): string {
  return fingerprintOfError({ code, message });
}

describe('The fingerprint of an error', () => {
  it('is the same for errors that differ in ids, numbers and quoted values', () => {
    const first = fingerprint('item "A-1" of 0192f0c1-aaaa-7bbb-8ccc-0123456789ab: 3 left');
    const second = fingerprint('item "B-77" of 0192f0c1-dddd-7eee-9fff-ba9876543210: 12 left');
    expect(first).toBe(second);
  });

  it('tells codes and kinds of message apart', () => {
    expect(fingerprint('gone')).not.toBe(fingerprint('sold'));
    expect(fingerprint('gone')).not.toBe(fingerprint('gone', 'TIMEOUT'));
  });
});
