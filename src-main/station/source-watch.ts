import type { MasterClock } from '#main/clock/master-clock.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Source } from '#shared/model/asset.ts';
import type { SourceId } from '#shared/model/ids.ts';
import type { DurationMs } from '#shared/time/units.ts';
import type { Health } from './status.ts';

const BETWEEN_LOOKS_MS: DurationMs = 60_000;
/** A mount that is dead never answers. */
const ANSWERS_WITHIN_MS: DurationMs = 10_000;

/** Notices by itself that a source cannot be read, as when its drive was unplugged, and that it is back. */
export interface SourceWatch {
  /** Looks at every source once. Resolves when each has answered or has had its time; never rejects. */
  look(): Promise<void>;
  /** Looks at once and every minute from now on. */
  start(): void;
  stop(): void;
  /** What the operator should know, `null` while every source can be read. */
  report(): Health | null;
}

export function createSourceWatch(options: {
  readonly sources: () => Promise<readonly Source[]>;
  /** Rejects when the source cannot be read now; may never settle. */
  readonly check: (source: Source) => Promise<void>;
  readonly clock: MasterClock;
  readonly log: Pick<StationLog, 'warn' | 'info'>;
}): SourceWatch {
  const { clock, log } = options;
  const lost = new Map<SourceId, Health>();
  /** Asked and not answered yet: no second thread is spent on a mount that is dead. */
  const asked = new Map<SourceId, Promise<void>>();
  let cancel: () => void = () => undefined;

  function ask(source: Source): Promise<void> {
    const known = asked.get(source.id);
    if (known) return known;
    const answer = options
      .check(source)
      .then(
        () => {
          if (lost.delete(source.id)) log.info({ path: source.path }, 'a source can be read again');
        },
        (error: unknown) => {
          lose(source, error);
        },
      )
      .finally(() => asked.delete(source.id));
    asked.set(source.id, answer);
    return answer;
  }

  function lose(source: Source, error: unknown): void {
    if (!lost.has(source.id)) log.warn({ err: error, path: source.path }, 'a source is lost');
    const remedy = error instanceof AppError ? error.details.remedy : undefined;
    lost.set(source.id, {
      state: 'attention',
      sentence:
        `The source “${source.name}” at ${source.path} cannot be read; what is prepared of it airs, nothing else. ` +
        (remedy ?? 'Check that its drive is connected.'),
    });
  }

  async function lookAt(source: Source): Promise<void> {
    let stopWaiting: () => void = () => undefined;
    const tooLate = new Promise<void>((resolve) => {
      stopWaiting = clock.callAt(clock.nowAt() + ANSWERS_WITHIN_MS, () => {
        lose(source, new Error('It does not answer.'));
        resolve();
      });
    });
    await Promise.race([ask(source).finally(stopWaiting), tooLate]);
  }

  async function look(): Promise<void> {
    try {
      const sources = await options.sources();
      const ids = new Set(sources.map(({ id }) => id));
      for (const id of lost.keys()) if (!ids.has(id)) lost.delete(id);
      await Promise.all(sources.map(lookAt));
    } catch (error) {
      log.warn({ err: error }, 'the sources cannot be looked at');
    }
  }

  return {
    look,
    start() {
      cancel = clock.every(BETWEEN_LOOKS_MS, () => void look());
      void look();
    },
    stop() {
      cancel();
    },
    report: () => lost.values().next().value ?? null,
  };
}
