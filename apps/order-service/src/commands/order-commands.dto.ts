import { IsFaultPlan, IsText, type FaultPlan } from '#service';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsNumber,
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

export class CreateInput {
  @IsText(200)
  orderId!: string;

  @IsOptional()
  @IsText(100)
  customerId?: string | null;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  // a nested empty list has no fields to check
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => LineInput)
  lines!: LineInput[];

  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1_000_000_000)
  amount?: number | null;

  @IsOptional()
  @IsFaultPlan()
  faults?: FaultPlan | null;
}

/** The data of the step that it undoes. */
export class RejectInput {
  @IsText(200)
  orderId!: string;

  @IsOptional()
  @IsFaultPlan()
  faults?: FaultPlan | null;
}

export class ConfirmInput {
  @IsText(200)
  orderId!: string;

  @IsOptional()
  @IsText(200)
  trackingId?: string | null;

  @IsOptional()
  @IsFaultPlan()
  faults?: FaultPlan | null;
}
