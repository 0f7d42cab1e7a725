import {
  ChangeTexts,
  eventText,
  HistoryLines,
  ListStream,
  Outlet,
  retryText,
  SagaStream,
  type ChangeFeed,
  type ChangeFilter,
  type ChangeLog,
  type FeedListener,
  type HistoryLine,
  type SagaHistories,
  type Show,
  type Wire,
} from '#live';
import { RepeatingTask, type Clock, type ReportFault } from '#resilience';
import { ApiError } from '../edge/api-error.js';
import type { Callers } from '../edge/access/callers.js';
import { ListenerPlaces } from './listener-places.js';
import { ListenerRights, type ListenerCaller } from './listener-rights.js';
import { Resumer } from './resumer.js';

interface LiveStreamsParts {
  readonly feed: ChangeFeed;
  readonly log: ChangeLog & SagaHistories;
  readonly callers: Pick<Callers, 'identify'>;
  readonly clock: Clock;
  readonly report: ReportFault;
}

interface Asked {
  readonly caller: ListenerCaller;
  /** Called once it can be answered; null: nobody is there any more. */
  readonly connect: () => Wire | null;
}

interface ListAsked extends Asked {
  readonly filter: ChangeFilter;
  /** As the caller may see it. Left out: all of it. */
  readonly show?: Show;
  /** It goes on after it; null: it begins now. */
  readonly lastEventId: string | null;
  /** It is told every two seconds that it is connected. */
  readonly hasHeartbeat: boolean;
}

interface SagaAsked extends Asked {
  readonly sagaId: string;
  /** The last version that the caller knows; 0: none. */
  readonly version: number;
  /** An entry of the history as the caller sees it. */
  readonly show: (line: HistoryLine) => unknown;
}

/** A client behind a proxy is cut after some 30 to 60 s without a byte. */
const BEAT_MS = 15_000;
/** Who shows people whether they are connected has to know within seconds. */
const PULSE_MS = 2_000;
/** Browsers come back after so long: soon, and another replica may have to be found. */
const RETRY_MS = 2_000;

/** All open streams of this replica. */
export class LiveStreams {
  private readonly places = new ListenerPlaces();
  private readonly texts = new ChangeTexts();
  private readonly lines: HistoryLines;
  private readonly resumer: Resumer;
  /** What each is told now and then, so that its connection stays open. */
  private readonly open = new Map<Outlet, (position: string) => void>();
  private readonly beats: RepeatingTask;
  /** Those that asked for heartbeats. */
  private readonly pulsed = new Map<Outlet, ListStream>();
  private readonly pulses: RepeatingTask;
  private readonly rights: ListenerRights;
  private isDraining = false;

  constructor(private readonly parts: LiveStreamsParts) {
    const { log: histories, clock, report } = parts;
    this.lines = new HistoryLines({ histories, clock, report });
    this.resumer = new Resumer(parts);
    this.rights = new ListenerRights(parts.callers, clock);
    this.beats = new RepeatingTask(clock, () => this.beat());
    this.beats.start(BEAT_MS);
    this.pulses = new RepeatingTask(clock, () => this.pulse());
    this.pulses.start(PULSE_MS);
  }

  get count(): number {
    return this.places.count;
  }

  /** Tells of all sagas that match. @throws ApiError, or what a read of the database does */
  async list({ filter, show, lastEventId, hasHeartbeat, ...asked }: ListAsked): Promise<void> {
    const filterName = JSON.stringify([filter, show?.name]);
    const stream = new ListStream(this.texts, { filter, filterName, ...(show && { show }) });
    const outlet = await this.begin(asked, stream);
    if (outlet === null) return;
    const { position } = this.parts.feed;
    stream.attach(outlet);
    this.open.set(outlet, (told) => stream.beat(told));
    if (hasHeartbeat) this.pulsed.set(outlet, stream);
    outlet.write(openText(lastEventId === null ? position : null));
    if (lastEventId === null) stream.begin(position);
    else void this.resumer.resume(stream, outlet, lastEventId);
  }

  /** Tells what happened to one saga, and what happens. @throws as `list` */
  async saga({ sagaId, version, show, ...asked }: SagaAsked): Promise<void> {
    let stream: SagaStream | null = null;
    const outlet = await this.begin(asked, {
      // what it does not pass on yet is in the history, which is read after this
      onChanges: (changes) => stream?.onChanges(changes),
      onReset: () => stream?.onReset(),
    });
    if (outlet === null) return;
    const read = (reader: SagaStream): void => this.lines.want(reader);
    const made = new SagaStream(sagaId, version, { outlet, read, show });
    stream = made;
    this.open.set(outlet, () => made.beat());
    outlet.write(openText(null));
    read(made);
  }

  /** Ends all of them, and takes no more: the server is about to close. */
  drain(): void {
    this.isDraining = true;
    for (const outlet of [...this.open.keys()]) {
      // not all at once: they come to the replicas that are left
      outlet.end('draining', RETRY_MS * (0.5 + Math.random()));
    }
  }

  async close(): Promise<void> {
    const { beats, pulses, rights, lines, parts } = this;
    await Promise.all([
      beats.stop(),
      pulses.stop(),
      rights.close(),
      lines.close(),
      parts.feed.close(),
    ]);
  }

  /** null: nobody is there any more. */
  private async begin({ caller, connect }: Asked, listener: FeedListener): Promise<Outlet | null> {
    this.refuseDraining();
    const giveBack = this.places.take(caller.identity.actor);
    let leave = giveBack;
    try {
      const leaveFeed = await this.parts.feed.listen(listener);
      leave = () => {
        leaveFeed();
        giveBack();
      };
      this.refuseDraining();
      const wire = connect();
      if (wire === null) {
        leave();
        return null;
      }
      const outlet: Outlet = new Outlet(wire, () => {
        this.open.delete(outlet);
        this.pulsed.delete(outlet);
        leave();
      });
      this.rights.watch(outlet, caller);
      wire.onClose(() => outlet.close());
      return outlet;
    } catch (error) {
      leave();
      throw error;
    }
  }

  private refuseDraining(): void {
    if (this.isDraining) throw new ApiError('DRAINING', 'Another replica will take it.');
  }

  private async beat(): Promise<number> {
    const { position } = this.parts.feed;
    for (const beat of [...this.open.values()]) beat(position);
    return BEAT_MS;
  }

  private async pulse(): Promise<number> {
    if (this.pulsed.size === 0) return PULSE_MS;
    const at = new Date(this.parts.clock.now());
    for (const stream of [...this.pulsed.values()]) stream.pulse(this.parts.feed.position, at);
    return PULSE_MS;
  }
}

/** The first event. `id`: null leaves the client the one that it sent. */
function openText(id: string | null): string {
  const data = { retryMs: RETRY_MS };
  const event = eventText({ name: 'open', data, ...(id === null ? {} : { id }) });
  return retryText(RETRY_MS) + event;
}
