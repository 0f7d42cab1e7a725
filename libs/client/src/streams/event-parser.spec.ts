import { EventParser, type ParsedEvent } from './event-parser.js';

const TEXT =
  '\uFEFF: hello\nretry: 1500\n\nid: 1\nevent: saga\ndata: {"a":1}\n\n' +
  ': beat\nid: 2\n\ndata: first\ndata: second\r\n\r\nevent: end\rdata\r\rid: no\0\ndata:x\n\n' +
  'data: cut off';

const EVENTS: readonly ParsedEvent[] = [
  { name: 'saga', data: '{"a":1}', id: '1' },
  { name: 'message', data: 'first\nsecond', id: '2' },
  { name: 'end', data: '', id: '2' },
  { name: 'message', data: 'x', id: '2' },
];

describe('The parser of server-sent events', () => {
  it('gives every complete event with the last id before it', () => {
    const parser = new EventParser();
    expect(parser.take(TEXT)).toEqual(EVENTS);
    expect([parser.lastId, parser.retryMs]).toEqual(['2', 1500]);
  });

  it('gives the same wherever the text is cut in two', () => {
    for (let cut = 0; cut <= TEXT.length; cut++) {
      const parser = new EventParser();
      const events = [...parser.take(TEXT.slice(0, cut)), ...parser.take(TEXT.slice(cut))];
      expect({ cut, events }).toEqual({ cut, events: EVENTS });
    }
  });

  it('takes an id from a block that is no event: a heartbeat moves the place to go on from', () => {
    const parser = new EventParser('7');
    expect(parser.lastId).toBe('7');
    expect(parser.take(': beat\nid: 9\n\n')).toEqual([]);
    expect(parser.lastId).toBe('9');
    expect(parser.take('id: 10\ndata: not over')).toEqual([]);
    expect(parser.lastId).toBe('9');
  });
});
