import type { SpecFile } from './cel-spec.fixture.js';

/** Cases of the core that end otherwise here, and why. `section/*`: all of a section. */
export interface Gap {
  readonly reason: string;
  readonly cases: Readonly<Partial<Record<SpecFile, readonly string[]>>>;
}

/** They compare numbers about 2^63. */
const LARGE_LITERALS = [
  ...[
    'not_lt_dyn_int_big_lossy_double',
    'lt_dyn_int_big_lossy_double',
    'not_lt_dyn_int_small_double',
    'not_lt_dyn_int_small_lossy_double',
    'not_lt_dyn_big_double_int',
    'not_lt_dyn_small_double_int',
  ].map((name) => `lt_literal/${name}`),
  ...[
    'not_gt_dyn_int_big_double',
    'not_gt_dyn_int_small_lossy_double',
    'gt_dyn_int_small_lossy_double_greater',
    'not_gt_dyn_big_double_int',
    'not_gt_dyn_small_double_int',
  ].map((name) => `gt_literal/${name}`),
  ...[
    'lte_dyn_int_big_double',
    'lte_dyn_int_small_lossy_double',
    'not_lte_dyn_int_small_lossy_double_less',
    'lte_dyn_big_double_int',
    'lte_dyn_small_double_int',
  ].map((name) => `lte_literal/${name}`),
  ...[
    'gte_dyn_int_big_lossy_double',
    'not_gte_dyn_int_big_double',
    'gte_dyn_int_small_lossy_double_equal',
    'gte_dyn_int_small_lossy_double_greater',
    'gte_dyn_big_double_int',
    'gte_dyn_small_double_int',
  ].map((name) => `gte_literal/${name}`),
];

const QUOTES = ['single_quoted', 'double_quoted', 'triple_single_quoted', 'triple_double_quoted'];
const ESCAPES = ['octal', 'lower_x', 'upper_x', 'lower_u', 'upper_u'];

export const GAPS: readonly Gap[] = [
  {
    reason:
      'a literal that a JSON number cannot hold exactly is refused when posted: it would be ' +
      'another number in the command that it is meant for',
    cases: {
      basic: ['self_eval_nonzeroish/self_eval_int_negative_min'],
      comparisons: LARGE_LITERALS,
      conversions: ['double/int_range', 'int/double_big_exact', 'int/double_big_precision'],
      fp_math: ['fp_math/fp_underflow'],
    },
  },
  {
    reason:
      'JSON has no NaN and no infinity: what would give one fails, a division by zero and a ' +
      'calculation with a number beyond ±(2^53 − 1)',
    cases: {
      comparisons: [
        'eq_literal/not_eq_double_nan',
        'eq_literal/not_eq_int_double_nan',
        'ne_literal/not_ne_double_nan',
        'ne_literal/not_ne_int_double_nan',
        'ne_literal/ne_double_nan',
      ],
      fp_math: [
        'fp_math/divide_zero',
        'fp_math/fp_overflow_positive',
        'fp_math/fp_overflow_negative',
      ],
      string_ext: [
        'format/NaN support for scientific notation',
        'format/positive infinity support for scientific notation',
        'format/negative infinity support for scientific notation',
        'format/NaN support for decimal',
        'format/positive infinity support for decimal',
        'format/negative infinity support for decimal',
        'format/NaN support for fixed-point',
        'format/positive infinity support for fixed-point',
        'format/negative infinity support for fixed-point',
        'format/dyntype NaN/infinity support',
      ],
    },
  },
  {
    reason: 'PostgreSQL keeps no text with a NUL, and a literal that has one is refused',
    cases: {
      parse: ESCAPES.flatMap((escape) =>
        QUOTES.map((quote) => `string_literals/${quote}_${escape}_escapes`),
      ),
    },
  },
  {
    reason:
      'a name that is not there is refused when it is posted, also where no evaluation comes to it',
    cases: {
      basic: ['variables/unbound_is_runtime_error', 'functions/unbound_is_runtime_error'],
      parse: ['receiver_function_names/*'],
    },
  },
  {
    reason: 'names are looked up as they are: there are no containers, and no points in a name',
    cases: {
      fields: [
        'qualified_identifier_resolution/qualified_ident',
        'qualified_identifier_resolution/map_field_select',
        'qualified_identifier_resolution/qualified_identifier_resolution_unchecked',
        'qualified_identifier_resolution/ident_with_longest_prefix_check',
      ],
      namespace: [
        'qualified/self_eval_qualified_lookup',
        'namespace/self_eval_container_lookup',
        'namespace/self_eval_container_lookup_unchecked',
        'namespace_shadowing/basic',
        'namespace_shadowing/comprehension_shadowing_namespaced_selector_disambiguation',
      ],
    },
  },
  {
    reason: 'numbers from JSON are doubles, and `input.qty % 2` is what people ask of them',
    cases: { fp_math: ['fp_math/mod_not_support'] },
  },
  {
    reason: 'variables come of JSON, which has no durations',
    cases: { timestamps: ['duration_converters/get_milliseconds'] },
  },
];

/** They give a value where CEL gives another one, or none; all other gaps are refused, or fail. */
export const DIFFERENT_VALUES: readonly string[] = [
  'fp_math: fp_math/mod_not_support',
  'namespace: namespace/self_eval_container_lookup',
  'namespace: namespace/self_eval_container_lookup_unchecked',
  'namespace: namespace_shadowing/basic',
];
