import { eventually } from '#testing-internal';
import { AckBatcher } from './ack-batcher.js';

describe('Acknowledgements of one turn', () => {
  const given = (...tags: number[]) => {
    const sent: [number, boolean][] = [];
    const batcher = new AckBatcher((tag, multiple) => sent.push([tag, multiple]), 100);
    for (const tag of tags) batcher.ack(tag);
    batcher.flush();
    return { sent, batcher };
  };

  it('leave as one where there is no gap', () => {
    expect(given(1, 2, 3).sent).toEqual([[3, true]]);
    expect(given(3, 1, 2).sent).toEqual([[3, true]]);
  });

  it('leave one by one behind a gap, and close it later', () => {
    const { sent, batcher } = given(1, 3, 4);
    expect(sent).toEqual([
      [1, true],
      [3, false],
      [4, false],
    ]);
    batcher.ack(2);
    batcher.flush();
    expect(sent.at(-1)).toEqual([2, true]);
  });

  it('leave once, however often they are given', () => {
    const { sent, batcher } = given(1, 1);
    batcher.ack(1);
    batcher.flush();
    expect(sent).toEqual([[1, true]]);
  });

  it('never leave for a channel that is gone', () => {
    const { sent, batcher } = given(1);
    batcher.close();
    batcher.ack(2);
    batcher.flush();
    expect(sent).toEqual([[1, true]]);
  });

  it('leave at once when a quarter of the prefetch is due, and linger before', async () => {
    const sent: [number, boolean][] = [];
    const batcher = new AckBatcher((tag, multiple) => sent.push([tag, multiple]), 8);
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    batcher.ack(1);
    await turn();
    expect(sent).toEqual([]);
    batcher.ack(2);
    await turn();
    expect(sent).toEqual([[2, true]]);
    batcher.ack(3);
    await eventually(
      () => sent.at(-1),
      (last) => last?.[0] === 3,
    );
    batcher.close();
  });
});
