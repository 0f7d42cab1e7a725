import { ApiProperty, ApiSchema, OmitType } from '@nestjs/swagger';
import { integer } from '../openapi/schema-parts.js';
import { SagaView } from '../sagas/saga-view.js';

/** A saga as it was. Its children are sagas with a past of their own, and are left out. */
@ApiSchema({ name: 'PastSaga' })
export class PastSagaView extends OmitType(SagaView, ['children'] as const) {
  @ApiProperty({ ...integer, description: 'The version of the saga now.' })
  readonly latestVersion!: number;
}
