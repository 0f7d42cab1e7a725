/** The codes of failures, of participants and of definitions alike. */
export const ERROR_CODE = /^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/;

export const ERROR_CODE_FORM =
  'must be like "NOT_APPROVED": a letter, then letters, digits, "_", ".", ":" or "-", ' +
  'at most 64 characters';
