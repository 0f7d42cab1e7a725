import { getMetadataStorage } from 'class-validator';

/**
 * At every check class-validator looks through the rules of all classes for those that a form
 * inherits, and there are hundreds. They are looked for once for each form: all rules are known
 * before the first request.
 */
export function rememberRules(): void {
  const storage = getMetadataStorage();
  const find = storage.getTargetValidationMetadatas.bind(storage);
  const known = new WeakMap<object, ReturnType<typeof find>>();
  storage.getTargetValidationMetadatas = (form, schema, always, strictGroups, groups) => {
    const isPlain = !schema && !always && !strictGroups && (groups ?? []).length === 0;
    if (!isPlain) return find(form, schema, always, strictGroups, groups);
    const rules = known.get(form) ?? find(form, schema, always, strictGroups, groups);
    known.set(form, rules);
    return rules;
  };
}
