import { compareTexts, SAGA_KEY_CHARS_MAX, VERSION_MAX } from '#protocol';
import { choiceForm } from './forms/choice-form.js';
import type { Form } from './forms/form.js';
import { numbersForm, rangeForm } from './forms/range-form.js';
import {
  durationForm,
  fingerprintForm,
  idForm,
  instantForm,
  textForm,
  wholeForm,
  wordForm,
} from './forms/value-forms.js';
import { FILTER_STATUSES, WAITING_CODES, type FilterName, type SagaFilter } from './saga-filter.js';

export interface Filter<Value> {
  readonly form: Form<Value>;
  /** For people: what it is compared with, and how it is written. */
  readonly about: string;
  readonly example: string;
}

export type Filters = {
  readonly [Name in FilterName]-?: Filter<NonNullable<SagaFilter[Name]>>;
};

const NAME_CHARS_MAX = 64;
const CODE_CHARS_MAX = 256;
const TEXT_CHARS_MAX = 256;
const ATTEMPTS_MAX = 1_000_000;

const LIST = 'several with commas, `!` in front for none of them';
const BOUNDS = 'a range such as `>=3`, or `>=3,<10`';
const names = choiceForm({ item: textForm(NAME_CHARS_MAX), compare: compareTexts });
const durations = rangeForm({ item: durationForm, possible: ['>1h', '>10m,<1d'] });

/** All filters, in the order in which `formatFilter` writes them. */
export const FILTERS: Filters = {
  id: {
    form: choiceForm({ item: idForm, compare: compareTexts }),
    about: `Ids of sagas: ${LIST}.`,
    example: '01900000-0000-7000-8000-000000000011',
  },
  status: {
    form: choiceForm({
      item: wordForm(FILTER_STATUSES),
      compare: (one, other) => FILTER_STATUSES.indexOf(one) - FILTER_STATUSES.indexOf(other),
    }),
    about: `One of ${FILTER_STATUSES.join(', ')}; ${LIST}.`,
    example: 'running,stuck',
  },
  definition: {
    form: names,
    about: `Name of the definition; ${LIST}.`,
    example: 'order-fulfilment',
  },
  version: {
    form: numbersForm({ item: wholeForm(1, VERSION_MAX), possible: ['>=3', '>=3,<10'] }),
    about: `Version of the definition; ${LIST}; or ${BOUNDS}.`,
    example: '3',
  },
  key: {
    form: textForm(SAGA_KEY_CHARS_MAX),
    about: 'The business key, whole: one, as it is.',
    example: 'o-1001',
  },
  step: {
    form: names,
    about: `A step that is under way or stuck; ${LIST}. Sagas that have not ended.`,
    example: 'reserveStock',
  },
  error: {
    form: choiceForm({ item: textForm(CODE_CHARS_MAX), compare: compareTexts }),
    about: `Code of the saga’s error; ${LIST}: a saga without an error has none of them.`,
    example: 'CARD_DECLINED',
  },
  failure: {
    form: choiceForm({ item: fingerprintForm, compare: compareTexts }),
    about: `Fingerprint of a group of failures; ${LIST}. Sagas that have not ended.`,
    example: '0f3a9c5d21b7e684',
  },
  participant: {
    form: names,
    about:
      'Participant that carries out a step that is under way or stuck; ' +
      `${LIST}. Sagas that have not ended.`,
    example: 'payment',
  },
  waiting: {
    form: choiceForm({
      item: wordForm(WAITING_CODES),
      compare: (one, other) => WAITING_CODES.indexOf(one) - WAITING_CODES.indexOf(other),
    }),
    about:
      `What the saga waits for, as its sentence says it: one of ${WAITING_CODES.join(', ')}; ` +
      `${LIST}. Sagas that have not ended.`,
    example: 'stuck',
  },
  attempts: {
    form: numbersForm({ item: wholeForm(0, ATTEMPTS_MAX), possible: ['>=3', '>=3,<10'] }),
    about: `Attempts issued in all: ${BOUNDS}; or ${LIST}. Sagas that have not ended.`,
    example: '>=3',
  },
  age: {
    form: durations,
    about: 'Time since the start of the saga: a range such as `>1h`, or `>10m,<1d`.',
    example: '>1h',
  },
  unchanged: {
    form: durations,
    about:
      'Time since the last transition: a range such as `>10m`, or `>10m,<1d`. ' +
      'Sagas that have not ended.',
    example: '>10m',
  },
  from: {
    form: instantForm,
    about: 'Started at or after: a date, which begins in UTC, or an instant with a zone.',
    example: '2026-01-31',
  },
  to: {
    form: instantForm,
    about: 'Started before: a date, which begins in UTC, or an instant with a zone.',
    example: '2026-01-31T12:00:00Z',
  },
  q: {
    form: textForm(TEXT_CHARS_MAX),
    about: 'Part of the key or of the error’s message, or a whole id.',
    example: 'declined',
  },
};

export const FILTER_NAMES = Object.keys(FILTERS) as readonly FilterName[];

export function isFilterName(name: string): name is FilterName {
  return Object.hasOwn(FILTERS, name);
}
