import { createSystemClock } from '#main/clock/system-clock.ts';
import { AppError, invalidInput } from '#shared/errors/app-error.ts';
import type { Client } from '#shared/contract/client.ts';
import { createDryRunClient, WouldChange } from './dry-run.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { withIsoInstants } from './format-time.ts';
import { openSession } from './session.ts';
import type { Terminal } from './terminal.ts';
import { visibleText } from './visible-text.ts';

/** What a command has to say: fields for `--json`, text for people, and an exit code other than 0 if need be. */
export interface Report {
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The text is a document for other programs, not a sentence for people. */
  readonly isDocument?: boolean;
  readonly exitCode?: number;
}

/** Options that every command understands. */
export interface CommonOptions {
  readonly data?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly confirm?: boolean;
}

/** What a command works with. */
export interface CommandContext {
  readonly client: Client;
  readonly terminal: Terminal;
  /** Whether the station is a running one; otherwise it lives only as long as the command. */
  readonly isRunningStation: boolean;
  /** Asks before destruction; throws `cancelled` on no, and `invalid-input` where nobody can be asked. */
  confirm(question: string): Promise<void>;
}

/** Opens a session, runs the command in it, prints its report and answers the exit code. Never throws. */
export async function runCommand(
  terminal: Terminal,
  options: CommonOptions,
  run: (context: CommandContext) => Promise<Report>,
): Promise<number> {
  try {
    const session = await openSession(
      { data: options.data, env: terminal.env },
      createSystemClock(),
    );
    try {
      if (session.madeIn !== null && options.json !== true) {
        terminal.err(
          `There was no station in ${visibleText(session.madeIn)}; a new one has been made.`,
        );
      }
      const work = run({
        client: options.dryRun === true ? createDryRunClient(session.client) : session.client,
        terminal,
        isRunningStation: session.isRunningStation,
        confirm: (question) => confirmed(terminal, options, question),
      });
      // A command that waits for news of the station would wait for ever for one that was killed.
      const report = await Promise.race([work, session.lost]);
      print(terminal, options, report);
      return report.exitCode ?? EXIT.ok;
    } finally {
      await session.close();
    }
  } catch (error) {
    if (error instanceof WouldChange) {
      print(terminal, options, {
        json: { dryRun: true, method: error.method, input: error.input },
        text: `Dry run, nothing is written. Would call ${error.method} with\n${JSON.stringify(error.input, null, 2)}`,
      });
      return EXIT.ok;
    }
    return reportFailure(terminal, options, error);
  }
}

/** Runs a command that needs no station, prints its report and answers the exit code. Never throws. */
export async function runAlone(
  terminal: Terminal,
  options: CommonOptions,
  run: () => Report | Promise<Report>,
): Promise<number> {
  try {
    const report = await run();
    print(terminal, options, report);
    return report.exitCode ?? EXIT.ok;
  } catch (error) {
    return reportFailure(terminal, options, error);
  }
}

function print(terminal: Terminal, options: CommonOptions, report: Report): void {
  if (options.json === true) {
    const body = withIsoInstants(report.json) as Record<string, unknown>;
    terminal.out(JSON.stringify({ status: 'ok', ...body }));
  } else if (report.isDocument === true) terminal.outDocument(report.text);
  else if (report.text !== '') terminal.out(report.text);
}

/** Prints what went wrong and answers the exit code for it. */
export function reportFailure(terminal: Terminal, options: CommonOptions, error: unknown): number {
  const known =
    error instanceof AppError
      ? error
      : new AppError('internal', error instanceof Error ? error.message : String(error));
  if (options.json === true) {
    terminal.out(
      JSON.stringify({
        status: 'error',
        code: known.code,
        message: known.message,
        details: known.details,
      }),
    );
  } else {
    terminal.err(`Error: ${visibleText(known.message)}`);
    if (known.details.remedy !== undefined) terminal.err(known.details.remedy);
    if (!(error instanceof AppError) && error instanceof Error) terminal.err(error.stack ?? '');
  }
  return exitCodeOf(known.code);
}

/** Asks before destruction; throws `cancelled` on no, and `invalid-input` where nobody can be asked. */
export async function confirmed(
  terminal: Terminal,
  options: CommonOptions,
  question: string,
): Promise<void> {
  const isAgreed = options.yes === true || options.confirm === true;
  if (isAgreed || options.dryRun === true) return;
  if (!terminal.isInteractive || options.json === true) {
    throw invalidInput('yes', `${question} Nobody can be asked here.`, 'Say --yes to go ahead.');
  }
  if (!(await terminal.ask(question))) {
    throw new AppError('cancelled', 'Nothing was changed.');
  }
}
