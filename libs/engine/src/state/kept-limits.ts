/** Outputs and signals of a saga together, as JSON text. */
export const OUTPUTS_CHARS_MAX = 4 * 1024 * 1024;
/** All that it keeps: these, its own input, and the inputs and items of its steps and loops. */
export const KEPT_CHARS_MAX = 8 * 1024 * 1024;
