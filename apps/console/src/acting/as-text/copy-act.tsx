import { CopyButton } from '../../parts/copy-button';
import { cliOf, type CliCall } from './cli';
import { curlOfCall, type Caller } from './curl-of-call';

export interface ActGiven {
  readonly reason: string;
  /** As the header `Idempotency-Key`: however often it is sent, it is done once. */
  readonly idempotencyKey: string;
  /** When it was sent for the first time, in ms: an end counts from then. */
  readonly sentAt: number;
}

/** An act without a preview, as commands of a shell. */
export interface ActAsText<Data = unknown> {
  /** Makes the one call that the act is, with whatever makes calls. */
  readonly call: (client: Caller, given: ActGiven) => Promise<{ readonly data?: Data }>;
  /** What it is on the command line, without its reason and its key. */
  readonly cli: (given: ActGiven) => Omit<CliCall, 'url'>;
}

interface CopyActProps {
  readonly asText: ActAsText;
  readonly isReady: boolean;
  /** What the dialog would send. */
  readonly given: () => ActGiven;
}

/** The act that the dialog would do, for a shell; nothing is sent. */
export function CopyAct({ asText, isReady, given }: CopyActProps) {
  const asCurl = (): Promise<string> => curlOfCall((client) => asText.call(client, given()));
  const asCli = (): string => {
    const now = given();
    const { options, ...said } = asText.cli(now);
    const always = { reason: now.reason, 'idempotency-key': now.idempotencyKey };
    return cliOf({ ...said, options: { ...options, ...always }, url: document.baseURI });
  };
  return (
    <>
      <CopyButton name="Copy as curl" isReady={isReady} text={asCurl} />
      <CopyButton name="Copy as CLI" isReady={isReady} text={asCli} />
    </>
  );
}
