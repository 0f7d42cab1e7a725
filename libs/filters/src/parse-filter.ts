import { FILTER_NAMES, FILTERS, isFilterName, type Filter } from './filters.js';
import { isMisread } from './forms/form.js';
import { encodedValue, pairsOf } from './query-text.js';
import {
  isEndedStatus,
  OPEN_ONLY,
  statusesOf,
  type FilterName,
  type SagaFilter,
} from './saga-filter.js';

/** What is wrong with a filter. */
export interface FilterFault {
  /** The name of the filter, as it was written; empty: the text as a whole. */
  readonly where: string;
  /** Stable. */
  readonly rule: string;
  /** For people. */
  readonly message: string;
  /** Names or values that would do; empty: there is no list of them. */
  readonly possible: readonly string[];
}

/** Either the filter, or all that is wrong. */
export type ParsedFilter =
  | { readonly filter: SagaFilter; readonly faults: null }
  | { readonly filter: null; readonly faults: readonly FilterFault[] };

/** The longest filter, in UTF-16 code units: a hundred ids. */
export const FILTER_CHARS_MAX = 4096;
const FAULTS_MAX = 20;

/**
 * Reads a filter from the text of a query: `status=stuck&error=ERR_LOCKED&age=>1h`. The empty text
 * is the filter that lets every saga through. Never throws.
 */
export function parseFilter(text: string): ParsedFilter {
  if (text.length > FILTER_CHARS_MAX) {
    const message = `a filter has at most ${FILTER_CHARS_MAX} characters`;
    return { filter: null, faults: [{ where: '', rule: 'isLength', message, possible: [] }] };
  }
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  const faults: FilterFault[] = [];
  for (const { name, value } of pairsOf(text)) {
    if (name === null || value === null) {
      const message = 'a % begins a character of UTF-8; write % itself as %25';
      faults.push({ where: name ?? '', rule: 'percent', message, possible: ['%25'] });
    } else if (name in values) {
      const message = `${name} stands here twice; write several values with commas`;
      faults.push({ where: name, rule: 'once', message, possible: [] });
    } else values[name] = value;
  }
  const read = readFilter(values);
  if (faults.length === 0) return read;
  return { filter: null, faults: [...faults, ...(read.faults ?? [])].slice(0, FAULTS_MAX) };
}

/** Reads a filter from values by name, which are not encoded. Never throws. */
export function readFilter(values: Readonly<Record<string, string | undefined>>): ParsedFilter {
  const faults: FilterFault[] = [];
  const filter: Partial<Record<FilterName, unknown>> = {};
  for (const name of Object.keys(values)) {
    if (values[name] === undefined || isFilterName(name)) continue;
    const message = `there is no filter ${name.slice(0, 64)}`;
    faults.push({ where: name, rule: 'unknownField', message, possible: FILTER_NAMES });
  }
  for (const name of FILTER_NAMES) {
    const text = values[name];
    if (text === undefined) continue;
    const reading = FILTERS[name].form.read(text);
    if (isMisread(reading)) {
      const { rule, says, possible } = reading;
      faults.push({ where: name, rule, message: `${name} ${says}`, possible });
    } else filter[name] = reading.value;
  }
  if (faults.length > 0) return { filter: null, faults: faults.slice(0, FAULTS_MAX) };
  const read = filter as SagaFilter;
  const contradictions = contradictionsIn(read);
  if (contradictions.length > 0) return { filter: null, faults: contradictions };
  return { filter: read, faults: null };
}

/** The one text that stands for a filter; `parseFilter` gives the same filter again. */
export function formatFilter(filter: SagaFilter): string {
  return FILTER_NAMES.flatMap((name) => {
    const value = filter[name];
    if (value === undefined) return [];
    const { form } = FILTERS[name] as Filter<unknown>;
    return [`${name}=${encodedValue(form.write(value))}`];
  }).join('&');
}

function contradictionsIn(filter: SagaFilter): readonly FilterFault[] {
  const { from, to } = filter;
  const faults: FilterFault[] = [];
  if (from !== undefined && to !== undefined && from > to) {
    const message = 'from must not be later than to';
    faults.push({ where: 'from', rule: 'order', message, possible: [] });
  }
  const statuses = statusesOf(filter);
  if (!statuses.every(isEndedStatus)) return faults;
  for (const name of OPEN_ONLY) {
    // a step was always asked for like this, and nothing found
    if (name === 'step' || filter[name] === undefined) continue;
    const message = `${name} is asked of sagas that have not ended, and status lets none through`;
    faults.push({ where: name, rule: 'open', message, possible: [] });
  }
  return faults;
}
