import { readTrace } from './trace-context.js';

const PARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('A trace context', () => {
  it('is read as W3C writes it', () => {
    expect(readTrace(PARENT, 'a=b, vendor@sys=x:1')).toEqual({
      traceparent: PARENT,
      tracestate: 'a=b,vendor@sys=x:1',
    });
    expect(readTrace(PARENT, undefined)).toEqual({ traceparent: PARENT });
  });

  it('of a later version is read as far as it is known', () => {
    const later = `${PARENT.replace(/^00/, 'cc')}-what-the-future-brings`;
    expect(readTrace(later, undefined)).toEqual({ traceparent: PARENT });
  });

  it.each([
    '',
    'x',
    PARENT.toUpperCase(),
    `${PARENT}-more`,
    `${PARENT}, ${PARENT}`,
    `${PARENT}0`,
    PARENT.replace(/^00/, 'ff'),
    PARENT.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32)),
    PARENT.replace('00f067aa0ba902b7', '0'.repeat(16)),
    'cc'.padEnd(600, '-'),
    7,
    null,
    {},
  ])('is none when its parent is %j', (traceparent) => {
    expect(readTrace(traceparent, 'a=b')).toBeNull();
  });

  it.each([
    '',
    ',',
    'a',
    '=b',
    'A=b',
    'a=b,a=c',
    'a=b=c',
    'a=\u00e4',
    'a= ',
    `a=${'b'.repeat(257)}`,
    `a=${'b'.repeat(500)}, c=${'d'.repeat(20)}`,
    7,
    null,
    Array.from({ length: 33 }, (_, index) => `k${index}=v`).join(','),
  ])('has no state when that is %j', (tracestate) => {
    expect(readTrace(PARENT, tracestate)).toEqual({ traceparent: PARENT });
  });
});
