/** Test numbers, as card processors have them. */
const DECLINED_CARDS: ReadonlySet<string> = new Set(['4000000000000002']);

/** The most that is held on a card for one order. */
const AMOUNT_MAX = 10_000;

export interface Refusal {
  readonly code: 'CARD_DECLINED' | 'LIMIT_EXCEEDED';
  readonly message: string;
}

/** Why this amount is not held on this card; null: it is. No card: the customer's account. */
export function findRefusal(amount: number, card: string | null): Refusal | null {
  if (card !== null && DECLINED_CARDS.has(digitsOf(card))) {
    return { code: 'CARD_DECLINED', message: 'the card was declined by its bank' };
  }
  if (amount > AMOUNT_MAX) {
    return { code: 'LIMIT_EXCEEDED', message: `more than ${AMOUNT_MAX} is not authorized at once` };
  }
  return null;
}

/** All that may be kept of a card's number. */
export function lastFourOf(card: string): string {
  return digitsOf(card).slice(-4);
}

function digitsOf(card: string): string {
  return card.replace(/\D/g, '');
}
