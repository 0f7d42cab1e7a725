import { answeringText, answersStatus, answersText } from './answers';

const queueOf = (consumers: number | null) => ({ queueExists: true, consumers });

describe('Who answers', () => {
  it.each([
    [null, 'unknown', 'the broker cannot be asked'],
    [0, 'stuck', 'no consumer'],
    [1, 'completed', '1 consumer'],
    [2, 'completed', '2 consumers'],
  ])('given %s consumers, when it is shown, then it is %s', (consumers, status, text) => {
    const queue = queueOf(consumers);
    expect([answersStatus(queue), answersText(queue)]).toEqual([status, text]);
  });

  it('given queues, when those that answer are counted, then unknown ones are none', () => {
    expect(answeringText([2, 0, null].map(queueOf))).toBe('1 of 3 answer, 1 not known');
    expect(answeringText([2, 0].map(queueOf), '2 and more')).toBe('1 of 2 and more answer');
    expect(answeringText([])).toBe('0 of 0 answer');
  });
});
