import type { components } from '../../api/schema';

type DeadMessage = components['schemas']['DeadMessage'];

/** Where messages come from, as people say it. */
export const FROM: Readonly<Record<DeadMessage['source'], string>> = {
  reply: 'a reply queue',
  timer: 'a timer',
  intake: 'the intake queue',
};

/** What a replay came to. */
export const LED_TO: Readonly<Record<NonNullable<DeadMessage['ledTo']>, string>> = {
  taken: 'It was taken: what it asks for was done.',
  applied: 'It was taken, and moved its saga.',
  ignored: 'It was taken, and changed nothing, as a late one does.',
  'set-aside': 'It could not be used again: it is among the dead messages once more.',
  early: 'It came before what it belongs to, and is kept for that.',
};
