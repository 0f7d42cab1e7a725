import { CONDUCTORS } from './planning/fault-kinds.js';

export type Seen = 'ready' | 'degraded' | 'not-ready' | 'no answer';

/** What one conductor said of itself at one instant. */
export interface ReadinessLook {
  readonly conductor: string;
  readonly at: number;
  readonly seen: Seen;
}

const EVERY_MS = 1_000;
const ANSWER_MAX_MS = 5_000;

/** Asks both conductors every second whether they are ready. */
export class ReadinessWatch {
  readonly looks: ReadinessLook[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly urls: readonly string[]) {}

  begin(): void {
    this.timer = setInterval(() => {
      this.urls.forEach((url, index) => void this.look(CONDUCTORS[index] ?? '', url));
    }, EVERY_MS);
  }

  end(): void {
    clearInterval(this.timer);
  }

  last(conductor: string): Seen {
    return this.looks.findLast((look) => look.conductor === conductor)?.seen ?? 'no answer';
  }

  private async look(conductor: string, url: string): Promise<void> {
    const at = Date.now();
    this.looks.push({ conductor, at, seen: await ask(url) });
  }
}

async function ask(url: string): Promise<Seen> {
  try {
    const answer = await fetch(`${url}/health/ready`, {
      signal: AbortSignal.timeout(ANSWER_MAX_MS),
    });
    return ((await answer.json()) as { readonly status: Seen }).status;
  } catch {
    return 'no answer'; // killed, paused, or busy for too long: the caller sees no difference
  }
}
