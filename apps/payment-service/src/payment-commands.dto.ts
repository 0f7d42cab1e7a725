import { IsFaultPlan, IsText, type FaultPlan } from '#service';
import { IsNumber, IsOptional, IsUUID, Max, Min } from 'class-validator';

export class AuthorizeInput {
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

  @IsOptional()
  @IsFaultPlan()
  faults?: FaultPlan | null;
}

export class CaptureInput {
  @IsUUID()
  authorizationId!: string;

  @IsOptional()
  @IsFaultPlan()
  faults?: FaultPlan | null;
}

/** A compensation gets the data of the step that it undoes, but needs only the key. */
export class UndoInput {
  @IsOptional()
  @IsFaultPlan()
  faults?: FaultPlan | null;
}
