/** What is waiting in this replica's pipeline, for metrics and the overview. */
export interface PipelineGauge {
  /** Inputs that wait for a batch or are in one. */
  queued(): number;
}
