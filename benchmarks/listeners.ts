import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';

/** What listeners of a conductor's stream heard. */
export interface Heard {
  /** Events of changes, of each listener. */
  readonly counts: readonly number[];
  /** When one listener in ten heard of a change, by its `sagaId/version`, in ms since the epoch. */
  readonly times: readonly (readonly [string, number])[];
  /** Other events than changes: streams that were cut, or had to begin anew. */
  readonly others: readonly string[];
}

const EVENT = 'event: saga\n';
/** One listener in so many reads what its events say; the others only count them. */
const READING_EVERY = 10;

/** Programs that listen to `/v1/stream`, in this process. */
export class Listeners {
  private readonly responses: IncomingMessage[] = [];
  private readonly counts: number[] = [];
  private times: (readonly [string, number])[] = [];
  private others: string[] = [];

  /** They take turns at the addresses. Resolves when all of them hear. */
  async open(urls: readonly string[], count: number): Promise<void> {
    const opened = Array.from({ length: count }, (_, index) => {
      return this.openOne(urls[index % urls.length] ?? '', index);
    });
    await Promise.all(opened);
  }

  /** Since the last call. */
  take(): Heard {
    const { times, others } = this;
    this.times = [];
    this.others = [];
    const counts = this.counts.splice(0, this.counts.length, ...this.counts.map(() => 0));
    return { counts, times, others };
  }

  close(): void {
    for (const response of this.responses) response.destroy();
  }

  private async openOne(url: string, index: number): Promise<void> {
    const call = request(`${url}/v1/stream`);
    call.end();
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) throw new Error(`a stream answered ${response.statusCode}`);
    this.responses.push(response);
    this.counts[index] = 0;
    response.setEncoding('latin1');
    response.on('error', () => undefined);
    const read = index % READING_EVERY === 0 ? this.reader(index) : this.counter(index);
    response.on('data', read);
    await once(response, 'data');
  }

  private counter(index: number): (text: string) => void {
    let rest = '';
    return (text) => {
      const all = rest + text;
      let from = 0;
      for (let at = all.indexOf(EVENT); at >= 0; at = all.indexOf(EVENT, from)) {
        this.counts[index] = (this.counts[index] ?? 0) + 1;
        from = at + EVENT.length;
      }
      // an event's name may be cut in two
      rest = all.slice(Math.max(from, all.length - EVENT.length + 1));
    };
  }

  private reader(index: number): (text: string) => void {
    let rest = '';
    return (text) => {
      const now = Date.now();
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        if (!block.includes(EVENT)) {
          if (/^event: (?!open)/m.test(block)) this.others.push(block);
          continue;
        }
        this.counts[index] = (this.counts[index] ?? 0) + 1;
        const [, sagaId = ''] = /"sagaId":"([^"]+)"/.exec(block) ?? [];
        const [, version = ''] = /"version":(\d+)/.exec(block) ?? [];
        this.times.push([`${sagaId}/${version}`, now]);
      }
    };
  }
}
