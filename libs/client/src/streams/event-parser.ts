/** An event as it came: `data` is its text, all lines of it. */
export interface ParsedEvent {
  readonly name: string;
  readonly data: string;
  /** The last id that the stream has given, with this event or before; empty: none. */
  readonly id: string;
}

const LINE_END = /\r\n|\n|\r/;

/** Takes server-sent events apart, as the HTML standard says; chunks may end anywhere. */
export class EventParser {
  /** As of now, also from blocks that are no events. */
  lastId: string;
  /** How long to wait before connecting again, in ms; null: the stream does not say. */
  retryMs: number | null = null;
  private rest = '';
  private isBegun = false;
  private name = '';
  private data: string[] = [];
  private id: string;

  constructor(lastId = '') {
    this.lastId = lastId;
    this.id = lastId;
  }

  /** The events that are complete with this. */
  take(chunk: string): readonly ParsedEvent[] {
    const text = this.isBegun || chunk === '' ? chunk : chunk.replace(/^\uFEFF/, '');
    this.isBegun ||= chunk !== '';
    const whole = this.rest + text;
    // the line feed of the last line may be in the next chunk
    const isCut = whole.endsWith('\r');
    const lines = (isCut ? whole.slice(0, -1) : whole).split(LINE_END);
    this.rest = (lines.pop() ?? '') + (isCut ? '\r' : '');
    return lines.flatMap((line) => this.line(line));
  }

  private line(line: string): readonly ParsedEvent[] {
    if (line === '') return this.dispatch();
    const [, field = '', value = ''] = /^([^:]*)(?:: ?([^]*))?$/.exec(line) ?? [];
    if (field === 'event') this.name = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    else if (field === 'retry' && /^\d{1,9}$/.test(value)) this.retryMs = Number(value);
    return [];
  }

  private dispatch(): readonly ParsedEvent[] {
    const { name, data, id } = this;
    this.lastId = id;
    this.name = '';
    this.data = [];
    return data.length === 0 ? [] : [{ name: name || 'message', data: data.join('\n'), id }];
  }
}
