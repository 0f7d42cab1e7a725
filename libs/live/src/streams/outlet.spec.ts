import { Outlet, type Wire } from './outlet.js';

/** A client that reads when it is told to. */
class FakeWire implements Wire {
  readonly written: string[] = [];
  kept = 0;
  endedWithinMs: number | null = null;
  private drains: (() => void)[] = [];

  write(chunk: Buffer): void {
    this.written.push(chunk.toString());
    this.kept += chunk.length;
  }

  onDrain(listener: () => void): void {
    if (this.kept === 0) listener();
    else this.drains.push(listener);
  }

  onClose(): void {}

  end(withinMs: number): void {
    this.endedWithinMs = withinMs;
  }

  read(bytes = this.kept): void {
    this.kept -= bytes;
    if (this.kept === 0) for (const drain of this.drains.splice(0)) drain();
  }
}

const MANY = 'x'.repeat(100 * 1024);

function open() {
  const wire = new FakeWire();
  let ends = 0;
  const outlet = new Outlet(wire, () => ends++);
  return { wire, outlet, ends: () => ends };
}

describe('An outlet', () => {
  it('given a client that does not read, when too much is kept, then it is cut', () => {
    const { wire, outlet, ends } = open();
    for (let count = 0; count < 10; count++) outlet.write(MANY);
    expect(wire.written).toHaveLength(6);
    expect(wire.written.at(-1)).toBe('event: end\ndata: {"reason":"too-slow"}\n\n');
    expect([wire.endedWithinMs, ends(), outlet.hasEnded]).toEqual([5_000, 1, true]);
  });

  it('given a client that reads, when as much is told, then it hears all of it', () => {
    const { wire, outlet } = open();
    for (let count = 0; count < 10; count++) {
      outlet.write(MANY);
      wire.read();
    }
    expect([wire.written.length, outlet.hasEnded]).toEqual([10, false]);
  });

  it('given one large event, when nothing else is kept, then it is sent', () => {
    const { wire, outlet } = open();
    outlet.write('x'.repeat(2 * 1024 * 1024));
    expect([wire.written.length, outlet.hasEnded]).toEqual([1, false]);
  });

  it('given a client that reads a little, when beats come, then it stays', () => {
    const { wire, outlet } = open();
    outlet.write('x'.repeat(1000));
    for (let beat = 0; beat < 8; beat++) {
      outlet.beat();
      wire.read(5);
    }
    expect(outlet.hasEnded).toBe(false);
    for (let beat = 0; beat < 5; beat++) outlet.beat();
    expect(wire.written.at(-1)).toContain('too-slow');
  });

  it('given an id, when a beat comes, then the client has the id and shows nothing', () => {
    const { wire, outlet } = open();
    outlet.beat('1.2:3:');
    expect(wire.written).toEqual([': beat\nid: 1.2:3:\n\n']);
  });

  it('given a stop of the server, when it ends, then the client is told when to come back', () => {
    const { wire, outlet } = open();
    outlet.end('draining', 1_234.5);
    expect(wire.written).toEqual(['retry: 1235\n\nevent: end\ndata: {"reason":"draining"}\n\n']);
    outlet.write('nothing more');
    outlet.end('too-slow');
    expect(wire.written).toHaveLength(1);
  });
});
