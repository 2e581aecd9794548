import type { ErrorCode } from '#shared/errors/app-error.ts';

/** Exit codes of the command. */
export const EXIT = {
  ok: 0,
  /** Invalid values, things not found, a station that could not be opened. */
  failed: 1,
  /** The command was not understood, succeeded in part, or a validation found errors. */
  usage: 2,
  /** Something outside the station does not answer. */
  unreachable: 3,
} as const;

const UNREACHABLE: readonly ErrorCode[] = [
  'source-unreachable',
  'ffmpeg-unavailable',
  'unavailable',
];

export function exitCodeOf(code: ErrorCode): number {
  return UNREACHABLE.includes(code) ? EXIT.unreachable : EXIT.failed;
}
