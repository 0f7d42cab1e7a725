import { FaultyInput, IsListOf, IsText } from '#service';
import { IsInt, Max, Min } from 'class-validator';

export class LineInput {
  @IsText(64)
  sku!: string;

  @IsInt()
  @Min(1)
  @Max(1_000_000)
  quantity!: number;
}

export class ReserveInput extends FaultyInput {
  @IsText(200)
  orderId!: string;

  @IsListOf(LineInput, 1_000)
  lines!: LineInput[];
}

/** A compensation gets the data of the step that it undoes, but needs only the key. */
export class ReleaseInput extends FaultyInput {}

export class ShipInput extends FaultyInput {
  @IsText(200)
  orderId!: string;
}

export class GiftNoteInput extends FaultyInput {
  @IsText(500)
  text!: string;
}
