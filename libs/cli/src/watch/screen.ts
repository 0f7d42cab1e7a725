import type { Sink } from '../world/surroundings.js';
import { cut } from '../output/table.js';

/** A part of a terminal that is drawn anew in its place. */
export class Screen {
  private lines = 0;

  constructor(private readonly sink: Sink) {}

  draw(text: string): void {
    const columns = this.sink.columns ?? 80;
    const lines = text.split('\n').map((line) => cut(line, columns));
    const back = this.lines === 0 ? '' : `\u001b[${this.lines}A\r\u001b[J`;
    this.sink.write(`${back}${lines.join('\n')}\n`);
    this.lines = lines.length;
  }
}
