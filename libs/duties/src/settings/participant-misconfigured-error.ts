/** With these options, or this environment, the service cannot fulfil a participant's duties. */
export class ParticipantMisconfiguredError extends Error {
  readonly code = 'PARTICIPANT_MISCONFIGURED';
}
