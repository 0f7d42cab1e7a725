import { CopyButton } from '../../parts/copy-button';
import type { BulkAsk, Given } from './bulk';
import { cliOfBulk, curlOfBulk } from './bulk-as-text';

export interface AskedBulk {
  readonly ask: BulkAsk;
  readonly given: Given;
}

interface CopyBulkProps {
  readonly isReady: boolean;
  /** What the dialog would make. */
  readonly asked: () => AskedBulk;
}

/** The bulk that the dialog would make, for a shell. */
export function CopyBulk({ isReady, asked }: CopyBulkProps) {
  const asCurl = (): Promise<string> => {
    const { ask, given } = asked();
    return curlOfBulk(ask, given);
  };
  const asCli = (): string => {
    const { ask, given } = asked();
    return cliOfBulk(ask, given);
  };
  return (
    <>
      <CopyButton name="Copy as curl" isReady={isReady} text={asCurl} />
      <CopyButton name="Copy as CLI" isReady={isReady} text={asCli} />
    </>
  );
}
