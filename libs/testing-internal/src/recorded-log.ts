/** The lines that a service logged. */
export class RecordedLog {
  readonly lines: { readonly facts: object; readonly message: string }[] = [];
  readonly info = (facts: object, message: string) => void this.lines.push({ facts, message });
  readonly warn = this.info;
  readonly error = this.info;
  readonly said = (message: string) => this.lines.some((line) => line.message.includes(message));
}
