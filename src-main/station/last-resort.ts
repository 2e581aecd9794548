/** Hears what nobody else heard: a few words on what it was, and the error. */
export type HearFault = (what: string, error: unknown) => void;

/** As much of a process as is listened to. */
type FaultyProcess = Pick<NodeJS.Process, 'on' | 'off'>;

/**
 * The last resort of a process that has a station on the air: an exception that nobody caught, or a rejection that nobody
 * handled, is told and the process goes on. Answers how to take it away again; without it Node ends the process. A host
 * installs it once its station is open, so that a start that fails still ends with an exit code.
 */
export function installLastResort(hear: HearFault, target: FaultyProcess = process): () => void {
  function tell(what: string, error: unknown): void {
    try {
      hear(what, error);
    } catch {
      // Nothing is left to tell it to; the channels stay on the air.
    }
  }
  const onException = (error: unknown): void => {
    tell('an exception that nobody caught', error);
  };
  const onRejection = (error: unknown): void => {
    tell('a rejection that nobody handled', error);
  };
  target.on('uncaughtException', onException);
  target.on('unhandledRejection', onRejection);
  return () => {
    target.off('uncaughtException', onException);
    target.off('unhandledRejection', onRejection);
  };
}
