import { median, pairedRatios } from '../rounds.js';

/** A figure of one contender, by round. */
export interface Series {
  readonly name: string;
  readonly family: string;
  readonly values: readonly number[];
}

export interface Comparison {
  /** Of the variant that counts for its family. */
  readonly name: string;
  /** The product's figure against its, by round. */
  readonly ratios: readonly number[];
}

/**
 * The product against the best variant of each other family. The best one is that with the best
 * median over all rounds, not the best of each round, which would be a contender that nobody can
 * run.
 */
export function compareWithProduct(
  series: readonly Series[],
  best: 'highest' | 'lowest',
): readonly Comparison[] {
  const product = series.find(({ family }) => family === 'product');
  if (!product) return [];
  const families = [...new Set(series.map(({ family }) => family))];
  return families
    .filter((family) => family !== 'product')
    .map((family) => {
      const { name, values } = bestOf(
        series.filter((entry) => entry.family === family),
        best,
      );
      return { name, ratios: pairedRatios(product.values, values) };
    });
}

function bestOf(variants: readonly Series[], best: 'highest' | 'lowest'): Series {
  const sign = best === 'highest' ? 1 : -1;
  return variants.reduce((chosen, variant) =>
    sign * (median(variant.values) - median(chosen.values)) > 0 ? variant : chosen,
  );
}
