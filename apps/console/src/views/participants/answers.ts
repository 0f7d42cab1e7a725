interface Queue {
  readonly queueExists: boolean | null;
  readonly consumers: number | null;
}

/** Nobody takes its commands, as far as that is known. */
export function isSilent({ consumers }: Queue): boolean {
  return consumers === 0;
}

/** Who takes its commands. */
export function answersText({ queueExists, consumers }: Queue): string {
  if (consumers === null) return 'the broker cannot be asked';
  if (queueExists === false) return 'no queue';
  if (consumers === 0) return 'no consumer';
  return `${consumers} ${consumers === 1 ? 'consumer' : 'consumers'}`;
}

/** As it is shown: what is not known is neither good nor bad. */
export function answersStatus({ consumers }: Queue): 'stuck' | 'completed' | 'unknown' {
  if (consumers === null) return 'unknown';
  return consumers === 0 ? 'stuck' : 'completed';
}

/** `2 of 5 answer, 1 not known`; `all`: how many there are, where not all of them were read. */
export function answeringText(of: readonly Queue[], all = `${of.length}`): string {
  const unknown = of.filter(({ consumers }) => consumers === null).length;
  const answering = of.length - unknown - of.filter(isSilent).length;
  return `${answering} of ${all} answer${unknown === 0 ? '' : `, ${unknown} not known`}`;
}
