/** What records can be asked for by, with words for people. */
export const AUDIT_FILTERS = {
  actor: 'Who',
  action: 'Act',
  subject: 'About',
  outcome: 'Outcome',
  from: 'From',
  to: 'Before',
  operation: 'Bulk or approval',
  saga: 'Saga',
} as const;

export type AuditFilterName = keyof typeof AUDIT_FILTERS;
export type AuditFilterText = Readonly<Partial<Record<AuditFilterName, string>>>;

/** The filter in the query of an address; what is empty, or is no filter, is left out. */
export function filterIn(search: string): AuditFilterText {
  const names = Object.keys(AUDIT_FILTERS);
  return Object.fromEntries(
    [...new URLSearchParams(search)].filter(
      ([name, value]) => names.includes(name) && value !== '',
    ),
  );
}

/** The address of what the filter means. */
export function auditHref(filter: AuditFilterText): string {
  const given = Object.entries(filter).filter(([, value]) => value !== '');
  return given.length === 0 ? '/audit' : `/audit?${String(new URLSearchParams(given))}`;
}
