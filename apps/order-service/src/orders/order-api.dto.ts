import { IsFaultPlan, IsListOf, IsText, type FaultPlan } from '#service';
import { Type } from 'class-transformer';
import { IsInt, IsNumber, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';

class OrderLineDto {
  @IsText(64)
  sku!: string;

  @IsInt()
  @Min(1)
  @Max(1_000)
  quantity!: number;
}

class GiftDto {
  @IsText(500)
  text!: string;
}

/** The body of `POST /orders`. */
export class PlaceOrderDto {
  @IsText(100)
  customerId!: string;

  @IsListOf(OrderLineDto, 50)
  lines!: OrderLineDto[];

  /** The total to charge. */
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0.01)
  @Max(1_000_000)
  amount!: number;

  /**
   * The number of a test card, or a token. Sent on to the payment service; this service does not
   * keep it.
   */
  @IsText(64)
  card!: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => GiftDto)
  gift?: GiftDto;

  /** For demonstrations: which commands should fail, and how. */
  @IsOptional()
  @IsFaultPlan()
  faults?: FaultPlan;
}
