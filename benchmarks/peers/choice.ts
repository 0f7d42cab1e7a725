/** Installed into a temporary folder when the command runs; the project does not depend on them. */
const RESTATE = {
  '@restatedev/restate-server': '1.7.12',
  '@restatedev/restate-sdk': '1.17.2',
};
const DBOS = {
  '@dbos-inc/dbos-sdk': '5.3.0',
  // the driver that it asks for with a range; the same as the product's
  pg: '8.23.1',
};

/** Of the Restate servers. Its default of 24 is for clusters, and slower on few cores. */
export const PARTITIONS = [1, 4] as const;

/** What is compared; variants of one family differ in a setting only, and the best one counts. */
export interface PeerChoice {
  readonly name: string;
  readonly family: string;
  readonly packages: Readonly<Record<string, string>>;
}

const RESTATE_CHOICES = ['restate-calls', 'restate-run'].flatMap((family) =>
  PARTITIONS.map((partitions) => ({
    name: `${family}-${partitions}`,
    family,
    packages: RESTATE,
  })),
);

export const ALL_CHOICES: readonly PeerChoice[] = [
  { name: 'product', family: 'product', packages: {} },
  { name: 'baseline', family: 'baseline', packages: {} },
  ...RESTATE_CHOICES,
  { name: 'dbos', family: 'dbos', packages: DBOS },
];

/**
 * `text`: names with commas between them, each of a contender or the beginning of some:
 * `product,restate-run`. Without one all are chosen. Throws at a name that nobody has.
 */
export function choose(text: string | undefined): readonly PeerChoice[] {
  const words = (text ?? '').split(',').flatMap((word) => (word.trim() ? [word.trim()] : []));
  if (words.length === 0) return ALL_CHOICES;
  const fits = (word: string, { name }: PeerChoice): boolean =>
    name === word || name.startsWith(`${word}-`);
  const unknown = words.find((word) => !ALL_CHOICES.some((choice) => fits(word, choice)));
  if (unknown !== undefined) {
    const names = ALL_CHOICES.map(({ name }) => name).join(', ');
    throw new Error(`BENCH_PEERS: there is no "${unknown}"; choose among ${names}`);
  }
  return ALL_CHOICES.filter((choice) => words.some((word) => fits(word, choice)));
}

/** What npm has to install for them: `@restatedev/restate-sdk@1.17.2`. */
export function packagesOf(choices: readonly PeerChoice[]): readonly string[] {
  const packages = Object.assign({}, ...choices.map((choice) => choice.packages)) as object;
  return Object.entries(packages).map(([name, version]) => `${name}@${String(version)}`);
}
