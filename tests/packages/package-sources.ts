import { PACKAGES } from '../../scripts/pack/packages.mjs';

/** What an installed package is in this repository, as `paths` of the compiler, from the root. */
export const PACKAGE_SOURCES: Readonly<Record<string, string[]>> = Object.fromEntries(
  Object.entries(PACKAGES).flatMap(([name, { doors = {} }]) =>
    Object.entries(doors).map(([door, source]) => [
      `@conductor/${name}${door.slice(1)}`,
      [`./${source}`],
    ]),
  ),
);
