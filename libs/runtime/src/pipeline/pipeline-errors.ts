/** More inputs wait than the pipeline takes: the caller is to come back later. */
export class PipelineOverloadedError extends Error {
  readonly code = 'OVERLOADED';

  constructor(readonly queued: number) {
    super(`${queued} inputs wait already`);
  }
}

/** This process is shutting down; another one, or its next run, does the work. */
export class PipelineClosedError extends Error {
  readonly code = 'PIPELINE_CLOSED';

  constructor() {
    super('the pipeline is closed');
  }
}
