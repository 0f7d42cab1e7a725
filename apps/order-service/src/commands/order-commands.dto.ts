import { FaultyInput, IsListOf, IsText } from '#service';
import { IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';

export class LineInput {
  @IsText(64)
  sku!: string;

  @IsInt()
  @Min(1)
  @Max(1_000_000)
  quantity!: number;
}

export class CreateInput extends FaultyInput {
  @IsText(200)
  orderId!: string;

  @IsOptional()
  @IsText(100)
  customerId?: string | null;

  @IsListOf(LineInput, 1_000)
  lines!: LineInput[];

  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1_000_000_000)
  amount?: number | null;
}

/** The data of the step that it undoes. */
export class RejectInput extends FaultyInput {
  @IsText(200)
  orderId!: string;
}

export class ConfirmInput extends FaultyInput {
  @IsText(200)
  orderId!: string;

  @IsOptional()
  @IsText(200)
  trackingId?: string | null;
}
