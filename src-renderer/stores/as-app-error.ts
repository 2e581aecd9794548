import { AppError } from '#shared/errors/app-error.ts';

/** The error as the operator may see it; anything unexpected becomes `internal` with its message. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AppError('internal', `Something went wrong in the window: ${message}`, {
    remedy:
      'Reload the window. If it happens again, the message above tells a developer where to look.',
  });
}
