import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { JsonObject } from '#protocol';
import { mapOf, refersTo } from '../openapi/schema-parts.js';

const PART = mapOf(refersTo('Json'));

/** The parts of AsyncAPI 3 that are used; what is in them its specification says. */
@ApiSchema({ name: 'AsyncApiDocument' })
export class AsyncApiDocumentView {
  @ApiProperty({ enum: ['3.0.0'] })
  readonly asyncapi!: string;

  @ApiProperty(PART)
  readonly info!: JsonObject;

  @ApiProperty()
  readonly defaultContentType!: string;

  @ApiProperty(PART)
  readonly servers!: JsonObject;

  @ApiProperty(PART)
  readonly channels!: JsonObject;

  @ApiProperty(PART)
  readonly operations!: JsonObject;

  @ApiProperty(PART)
  readonly components!: JsonObject;
}
