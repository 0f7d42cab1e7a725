import { IsFaultPlan, IsText, type FaultPlan } from '#service';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

export class LineInput {
  @IsText(64)
  sku!: string;

  @IsInt()
  @Min(1)
  @Max(1_000_000)
  quantity!: number;
}

export class ReserveInput {
  @IsText(200)
  orderId!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  // a nested empty list has no fields to check
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => LineInput)
  lines!: LineInput[];

  @IsOptional()
  @IsFaultPlan()
  faults?: FaultPlan | null;
}

/** A compensation gets the data of the step that it undoes, but needs only the key. */
export class ReleaseInput {
  @IsOptional()
  @IsFaultPlan()
  faults?: FaultPlan | null;
}

export class ShipInput {
  @IsText(200)
  orderId!: string;

  @IsOptional()
  @IsFaultPlan()
  faults?: FaultPlan | null;
}

export class GiftNoteInput {
  @IsText(500)
  text!: string;

  @IsOptional()
  @IsFaultPlan()
  faults?: FaultPlan | null;
}
