/** Test numbers like those of card processors. */
const DECLINED_CARDS: ReadonlySet<string> = new Set(['4000000000000002']);

/** The largest amount held on a card for one order. */
const AMOUNT_MAX = 10_000;

export interface Refusal {
  readonly code: 'CARD_DECLINED' | 'LIMIT_EXCEEDED';
  readonly message: string;
}

/**
 * Why this amount cannot be held on this card; null: it can. Without a card: the customer's
 * account.
 */
export function findRefusal(amount: number, card: string | null): Refusal | null {
  if (card !== null && DECLINED_CARDS.has(digitsOf(card))) {
    return { code: 'CARD_DECLINED', message: 'the card was declined by its bank' };
  }
  if (amount > AMOUNT_MAX) {
    return { code: 'LIMIT_EXCEEDED', message: `more than ${AMOUNT_MAX} is not authorized at once` };
  }
  return null;
}

/** The only part of a card's number that may be stored. */
export function lastFourOf(card: string): string {
  return digitsOf(card).slice(-4);
}

function digitsOf(card: string): string {
  return card.replace(/\D/g, '');
}
