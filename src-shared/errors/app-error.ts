/**
 * The closed list of expected failures. A code never changes its meaning once released. Anything that is not one of
 * these is a fault: it is logged with its stack and crosses the wire only as `internal` with a reference id.
 */
export const ERROR_CODES = [
  'invalid-input',
  'not-found',
  'already-exists',
  'has-dependents',
  'conflict',
  'stale-version',
  'not-eligible',
  'horizon-no-schedule-data',
  'day-frozen',
  'plan-overlap',
  'seam-invalid',
  'illegal-transition',
  'source-unreachable',
  'ffmpeg-unavailable',
  'media-unreadable',
  'process-failed',
  'data-folder-in-use',
  'cancelled',
  'unauthorised',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What an operator needs to mend the matter: which field, what to do, and plain values to show. */
export interface ErrorDetails {
  readonly field?: string;
  readonly remedy?: string;
  readonly [key: string]: string | number | boolean | null | undefined | readonly string[];
}

/** The one class of expected errors. `message` is a sentence for the operator; `details.remedy` says what to do. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(
    code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(bounded(message), options);
    this.code = code;
    this.details = details;
  }
}

/** More of what somebody wrote is not said back; a page of it would hide what is wrong with it. */
const LONGEST_QUOTE = 80;
const LONGEST_MESSAGE = 1_000;

/** A text of at most 80 characters, its end left out if need be. */
export function shortened(text: string, longest = LONGEST_QUOTE): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
}

/** A message with what it quotes shortened. */
function bounded(message: string): string {
  if (message.length <= LONGEST_QUOTE) return message;
  const quoting = message.replace(
    /(["“])([^"”]+)(["”])/g,
    (_all, open: string, text: string, close: string) => `${open}${shortened(text)}${close}`,
  );
  return shortened(quoting, LONGEST_MESSAGE);
}

/** The JSON form in which an error crosses a transport. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

export function toWireError(error: AppError): WireError {
  return { code: error.code, message: error.message, details: error.details };
}

/** Rebuilds the error on the client's side. An unknown code (newer station) becomes `internal`. */
export function fromWireError(wire: WireError): AppError {
  const code = (ERROR_CODES as readonly string[]).includes(wire.code) ? wire.code : 'internal';
  return new AppError(code, wire.message, wire.details);
}

/** Makes a switch over a union fail to compile when a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value ${JSON.stringify(value)}`);
}

/** Shorthand for the most common refusal: names the field and the remedy. */
export function invalidInput(field: string, message: string, remedy: string): AppError {
  return new AppError('invalid-input', message, { field, remedy });
}

/** The refusal for an id or selector that names nothing. */
export function notFound(what: string, selector: string): AppError {
  return new AppError('not-found', `There is no ${what} "${selector}".`, {
    field: what,
    selector: shortened(selector),
    // "series" is its own plural.
    remedy: `List the ${what.endsWith('s') ? what : `${what}s`} to see their ids and names.`,
  });
}
