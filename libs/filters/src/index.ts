export { FILTER_NAMES, FILTERS } from './filters.js';
export type { Filter, Filters } from './filters.js';
export { FILTER_CHARS_MAX, formatFilter, parseFilter, readFilter } from './parse-filter.js';
export type { FilterFault, ParsedFilter } from './parse-filter.js';
export { matches } from './matching/matches.js';
export type { MatchedSaga } from './matching/matches.js';
export { filterTextIn } from './query-text.js';
export {
  FILTER_STATUSES,
  isEmptyFilter,
  isEndedStatus,
  isOfOpenSagas,
  statusesOf,
  WAITING_CODES,
} from './saga-filter.js';
export type {
  Bound,
  Choice,
  FilterName,
  Range,
  SagaFilter,
  SagaStatusName,
  WaitingCode,
} from './saga-filter.js';
