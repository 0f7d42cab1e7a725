/** A step, or its undoing, that a pause kept from beginning; a loop stands for its iterations. */
export interface HeldStep {
  readonly step: string;
  readonly direction: 'execute' | 'compensate';
  readonly since: number;
}
