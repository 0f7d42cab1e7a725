/** The console's own picture. */
export function Emblem() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <path d="M2 5h9M2 9h14M16 13H7" stroke="currentColor" strokeWidth="2" fill="none" />
      <circle cx="14" cy="5" r="2" fill="currentColor" />
      <circle cx="4" cy="13" r="2" fill="currentColor" />
    </svg>
  );
}
