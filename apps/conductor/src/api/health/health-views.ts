import { ApiProperty, ApiSchema } from '@nestjs/swagger';

export class Liveness {
  @ApiProperty({ enum: ['live'] })
  readonly status!: 'live';
}

const READINESS = ['ready', 'degraded', 'not-ready'] as const;

@ApiSchema({ name: 'Readiness' })
export class ReadinessReport {
  @ApiProperty({
    enum: READINESS,
    description:
      '`degraded`: the broker is away, takes nothing, or refuses this account something; starts ' +
      'are safe, they wait in the outbox.',
  })
  readonly status!: (typeof READINESS)[number];

  @ApiProperty({ type: [String], description: 'What is wrong; empty: nothing.' })
  readonly reasons!: readonly string[];
}
