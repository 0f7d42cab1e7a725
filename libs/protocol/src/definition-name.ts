const DEFINITION_NAME = /^[a-z][a-z0-9-]{0,62}$/;

export const DEFINITION_NAME_FORM = `must match ${DEFINITION_NAME.source}`;

export function isDefinitionName(text: string): boolean {
  return DEFINITION_NAME.test(text);
}
