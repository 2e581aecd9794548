import { closeSync, constants, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';

/** A bounded text file that never stops the program. */
export interface LogFile {
  /** Adds one line with its line end. What cannot be written is counted, never thrown. */
  write(line: string): void;
  close(): void;
}

export interface LogFileOptions {
  /** The file is turned over before it grows beyond this. */
  readonly largestBytes: number;
  /** So many former files are kept: `<path>.1`, the latest, `<path>.2`, … */
  readonly formerFiles: number;
  /** The line that stands for the lines that were lost. */
  readonly lossLine: (lostLines: number) => string;
}

// A link in its place would let the station write to where it points.
const FLAGS =
  constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW as 0);

/** Opens the file with the first line, readable by its owner alone, and again with the next one after a failure. */
export function createLogFile(path: string, options: LogFileOptions): LogFile {
  let file: number | null = null;
  let bytes = 0;
  let lostLines = 0;
  let isTorn = false;

  function open(): number {
    if (file === null) {
      bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      file = openSync(path, FLAGS, 0o600);
    }
    return file;
  }

  function close(): void {
    if (file === null) return;
    const open = file;
    file = null;
    try {
      closeSync(open);
    } catch {
      // What could not be written shows itself at the next line.
    }
  }

  function turnOver(): void {
    close();
    rmSync(`${path}.${String(options.formerFiles)}`, { force: true });
    for (let age = options.formerFiles - 1; age >= 0; age -= 1) {
      const from = age === 0 ? path : `${path}.${String(age)}`;
      if (statSync(from, { throwIfNoEntry: false })) {
        renameSync(from, `${path}.${String(age + 1)}`);
      }
    }
  }

  function append(text: string): void {
    const data = Buffer.from(text);
    open();
    if (bytes > 0 && bytes + data.length > options.largestBytes) turnOver();
    const written = writeSync(open(), data);
    bytes += written;
    isTorn = written > 0 && written < data.length;
    if (written < data.length) throw new Error('The line does not fit.');
  }

  return {
    write(line) {
      try {
        const before = `${isTorn ? '\n' : ''}${lostLines > 0 ? options.lossLine(lostLines) : ''}`;
        append(before + line);
        lostLines = 0;
      } catch {
        lostLines += 1;
        close();
      }
    },
    close,
  };
}
