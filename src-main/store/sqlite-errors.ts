import { AppError, ERROR_CODES, type ErrorCode } from '#shared/errors/app-error.ts';

/** What a violated unique index means to the operator: columns → field and sentence. */
const UNIQUE_MEANINGS: Record<string, { field: string; what: string }> = {
  'channels.slug': { field: 'slug', what: 'A channel with this slug' },
  'channels.number': { field: 'number', what: 'A channel with this number' },
  'channels.name_key': { field: 'name', what: 'A channel with this name' },
  'sources.path': { field: 'path', what: 'A source with this folder' },
  'assets.collection_id, assets.relative_path': {
    field: 'relativePath',
    what: 'An asset with this file',
  },
  'series.title_key': { field: 'title', what: 'A series with this title' },
  'plans.channel_id, plans.name_key': { field: 'name', what: 'A plan with this name' },
  'blocks.name_key': { field: 'name', what: 'A block with this name' },
  'labels.name_key': { field: 'name', what: 'A label with this name' },
  'virtual_assets.name_key': { field: 'name', what: 'A package with this name' },
};

const SEE_BACKUPS =
  'See whether there is a backup to go back to (retrovue backup list), or choose another data folder.';
/** What keeps the file from being used, and what to do about it. */
const UNAVAILABLE: Record<string, readonly [string, string]> = {
  SQLITE_BUSY: ['Another program is writing to the station’s file.', 'Try again, or close it.'],
  SQLITE_FULL: ['The disk of the station’s file is full.', 'Make room and try again.'],
  // Told of the index beside the file, which has to grow before anything can be read.
  SQLITE_IOERR_SHMSIZE: ['The disk of the station’s file is full.', 'Make room and try again.'],
  SQLITE_READONLY: ['The station’s file may not be written.', 'Check its permissions.'],
  SQLITE_IOERR: ['The disk failed to read or write the station’s file.', 'Check the disk.'],
  SQLITE_CORRUPT: ['The station’s file is damaged.', SEE_BACKUPS],
  SQLITE_NOTADB: ['The file is not a station’s file.', SEE_BACKUPS],
  SQLITE_CANTOPEN: [
    'The station’s file cannot be opened.',
    'Check the data folder and its permissions.',
  ],
};

function isErrorCode(text: string): text is ErrorCode {
  return (ERROR_CODES as readonly string[]).includes(text);
}

function uniqueViolation(columns: string, cause: Error): AppError {
  // By channel and date, or by its id, which follows from its content.
  if (columns.startsWith('schedule_days.')) {
    return new AppError(
      'day-frozen',
      'The day is frozen already.',
      { field: 'date', remedy: 'Generate it again with force to replace it.' },
      { cause },
    );
  }
  const meaning = UNIQUE_MEANINGS[columns] ?? {
    field: columns,
    what: `A row with this ${columns}`,
  };
  return new AppError(
    'already-exists',
    `${meaning.what} exists already.`,
    { field: meaning.field, remedy: `Choose another ${meaning.field}.` },
    { cause },
  );
}

function foreignKeyViolation(statement: string, cause: Error): AppError {
  if (/^\s*delete/i.test(statement)) {
    return new AppError(
      'has-dependents',
      'Something still refers to it.',
      { remedy: 'Deactivate it instead, or remove what refers to it first.' },
      { cause },
    );
  }
  return new AppError(
    'not-found',
    'It refers to something that does not exist.',
    { field: 'reference', remedy: 'Store what it refers to first.' },
    { cause },
  );
}

function checkViolation(constraint: string, cause: Error): AppError {
  if (constraint === 'assets_approved_only_when_ready') {
    return new AppError(
      'illegal-transition',
      'Only a ready asset can be approved.',
      { field: 'isApproved', remedy: 'Wait until the asset is ready.' },
      { cause },
    );
  }
  return new AppError(
    'invalid-input',
    `The value breaks the rule ${constraint}.`,
    { field: constraint, remedy: 'Correct the value.' },
    { cause },
  );
}

/**
 * Turns what SQLite reports into an expected error where it is one: uniqueness, references, checks, the messages of our
 * own triggers (`code: sentence`), a busy, full or damaged file. Anything else is returned as it is.
 */
export function translateSqliteError(error: unknown, statement: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') {
    return error;
  }
  const { code, message } = error;
  const detail = message.slice(message.indexOf(': ') + 2);
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
    return uniqueViolation(detail, error);
  }
  if (code === 'SQLITE_CONSTRAINT_FOREIGNKEY') return foreignKeyViolation(statement, error);
  if (code === 'SQLITE_CONSTRAINT_CHECK') return checkViolation(detail, error);
  const triggered = message.slice(0, Math.max(0, message.indexOf(': ')));
  if (code === 'SQLITE_CONSTRAINT_TRIGGER' && isErrorCode(triggered)) {
    const remedy = 'Record an override; it takes the place of what is stored.';
    return new AppError(triggered, detail, { remedy }, { cause: error });
  }
  const refusal = Object.entries(UNAVAILABLE).find(([family]) => code.startsWith(family))?.[1];
  if (refusal) {
    const [sentence, remedy] = refusal;
    return new AppError('unavailable', sentence, { remedy, reason: message }, { cause: error });
  }
  return error;
}

/** Whether SQLite has found the file itself damaged, which no second attempt mends. */
export function isDamage(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : null;
  if (!(cause instanceof Error) || !('code' in cause)) return false;
  return /^SQLITE_(CORRUPT|NOTADB)/.test(String(cause.code));
}
