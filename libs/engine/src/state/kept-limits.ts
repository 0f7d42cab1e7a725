/** Limit of a saga's outputs and signals together, as JSON text. */
export const OUTPUTS_CHARS_MAX = 4 * 1024 * 1024;
/** Limit of everything it keeps: these, its own input, and inputs and items of steps and loops. */
export const KEPT_CHARS_MAX = 8 * 1024 * 1024;
