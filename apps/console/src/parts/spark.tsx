const BAR = 3;
const STEP = 4;
const HEIGHT = 18;

/** Counts as bars; `label` says what is counted. */
export function Spark({ values, label }: { values: readonly number[]; label: string }) {
  const top = Math.max(...values, 1);
  return (
    <svg
      width={values.length * STEP}
      height={HEIGHT}
      role="img"
      aria-label={`${label}: ${values.join(', ')}`}
    >
      {values.map((value, at) => {
        const height = value === 0 ? 0 : Math.max(1.5, (value / top) * (HEIGHT - 1));
        const y = HEIGHT - 1 - height;
        return (
          <rect key={at} x={at * STEP} y={y} width={BAR} height={height} fill="var(--stuck)" />
        );
      })}
      <path d={`M0 ${HEIGHT - 0.5}h${values.length * STEP}`} stroke="var(--line-strong)" />
    </svg>
  );
}
