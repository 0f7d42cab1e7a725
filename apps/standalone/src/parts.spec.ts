import { EndingError, Parts } from './parts.js';

it('ends the last part first', async () => {
  const parts = new Parts();
  const ended: string[] = [];
  const end = async (name: string): Promise<void> => void ended.push(name);
  await parts.add(Promise.resolve('database'), { end });
  await parts.add(Promise.resolve('conductor'), { end });
  await parts.add(Promise.resolve('orders'), { end });

  await parts.end();

  expect(ended).toEqual(['orders', 'conductor', 'database']);
});

it('ends a part that starts after the end was asked for, and gives it to nobody', async () => {
  const parts = new Parts();
  const ended: string[] = [];
  let finishStart = (_name: string): void => undefined;
  const starting = new Promise<string>((resolve) => (finishStart = resolve));
  const given = parts.add(starting, { end: async (name) => void ended.push(name) });

  const ending = parts.end();
  finishStart('late');

  await expect(given).rejects.toThrow(EndingError);
  await ending;
  expect(ended).toEqual(['late']);
});

it('has nothing to end where a part did not start', async () => {
  const parts = new Parts();
  const fault = new Error('port in use');
  const end = async (): Promise<void> => {
    throw new Error('there is nothing to end');
  };

  await expect(parts.add(Promise.reject(fault), { end })).rejects.toBe(fault);

  await expect(parts.end()).resolves.toBeUndefined();
});

it('ends the others when one cannot be ended, and says so', async () => {
  const parts = new Parts();
  const ended: string[] = [];
  const fault = new Error('does not let go');
  await parts.add(Promise.resolve('database'), { end: async (name) => void ended.push(name) });
  await parts.add(Promise.resolve('conductor'), { end: () => Promise.reject(fault) });

  await expect(parts.end()).rejects.toMatchObject({ errors: [fault] });

  expect(ended).toEqual(['database']);
});

it('ends once, however often it is asked', async () => {
  const parts = new Parts();
  let times = 0;
  await parts.add(Promise.resolve('database'), { end: async () => void (times += 1) });

  await Promise.all([parts.end(), parts.end()]);

  expect(times).toBe(1);
});

it('aborts what would outlive the process', async () => {
  const parts = new Parts();
  const aborted: string[] = [];
  const end = async (): Promise<void> => undefined;
  await parts.add(Promise.resolve('server'), { end, abort: (name) => void aborted.push(name) });
  await parts.add(Promise.resolve('orders'), { end });

  parts.abort();

  expect(aborted).toEqual(['server']);
});
