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

export class OrderLineDto {
  @IsText(64)
  sku!: string;

  @IsInt()
  @Min(1)
  @Max(1_000)
  quantity!: number;
}

export class GiftDto {
  @IsText(500)
  text!: string;
}

/** What `POST /orders` takes. */
export class PlaceOrderDto {
  @IsText(100)
  customerId!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  // an empty list within the list has no fields to look at
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => OrderLineDto)
  lines!: OrderLineDto[];

  /** To be charged in all. */
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0.01)
  @Max(1_000_000)
  amount!: number;

  /** Number (of a test card) or token. Passed on to the payment service, kept nowhere here. */
  @IsText(64)
  card!: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => GiftDto)
  gift?: GiftDto;

  /** For demonstrations: how commands are to go wrong. */
  @IsOptional()
  @IsFaultPlan()
  faults?: FaultPlan;
}
