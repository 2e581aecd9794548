import { AppError } from '#shared/errors/app-error.ts';

const SENTENCES: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ['The disk of the data folder is full.', 'Make room and try again.'],
  EDQUOT: ['The data folder may not grow: its quota is used up.', 'Make room and try again.'],
  EROFS: ['The disk of the data folder may not be written.', 'Choose another folder with --data.'],
};

/** What the file system reports of the data folder as an expected error (`unavailable`); anything else as it is. */
export function translateFileError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('syscall' in error)) return error;
  const { code = '', path = null } = error as NodeJS.ErrnoException;
  const [sentence, remedy] = SENTENCES[code] ?? [
    'A file of the data folder cannot be used.',
    'Check the file, or choose another folder with --data.',
  ];
  return new AppError(
    'unavailable',
    sentence,
    { field: 'data', path, remedy, reason: error.message },
    { cause: error },
  );
}
