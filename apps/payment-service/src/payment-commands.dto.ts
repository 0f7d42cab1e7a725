import { FaultyInput, IsText } from '#service';
import { IsNumber, IsOptional, IsUUID, Max, Min } from 'class-validator';

export class AuthorizeInput extends FaultyInput {
  @IsText(200)
  orderId!: string;

  /** Rounded to cents. */
  @IsNumber()
  @Min(0.01)
  @Max(1_000_000_000)
  amount!: number;

  /** Number or token; left out: the customer's account. */
  @IsOptional()
  @IsText(64)
  card?: string | null;
}

export class CaptureInput extends FaultyInput {
  @IsUUID()
  authorizationId!: string;
}

/** A compensation gets the data of the step that it undoes, but needs only the key. */
export class UndoInput extends FaultyInput {}
