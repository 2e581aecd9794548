import { resolve } from 'node:path';

import { invalidInput } from '#shared/errors/app-error.ts';
import { minutesOfScheduleTime, ScheduleTimeSchema } from '#shared/model/scalars.ts';
import type { EpochMs, IsoDate } from '#shared/time/units.ts';
import { isIsoDate, parseInstant } from '#shared/time/zone.ts';

/** A whole number. Throws `invalid-input` naming the option. */
export function integerOf(option: string, text: string): number {
  if (!/^-?\d+$/.test(text)) {
    throw invalidInput(option, `--${option}: "${text}" is not a whole number.`, 'Write digits.');
  }
  return Number(text);
}

/** Minutes of an offset from the start of the broadcast day, `HH:MM`, 00:00 … 24:00. */
export function offsetMinutesOf(option: string, text: string): number {
  const parsed = ScheduleTimeSchema.safeParse(text);
  if (!parsed.success) {
    throw invalidInput(
      option,
      `--${option}: "${text}" is not an offset from the day’s start.`,
      'Write HH:MM, 00:00 to 24:00.',
    );
  }
  return minutesOfScheduleTime(parsed.data);
}

/** Minutes of a length: a number of minutes, or `H:MM`. At least 1. */
export function durationMinutesOf(option: string, text: string): number {
  const clock = /^(\d{1,2}):([0-5]\d)$/.exec(text);
  const minutes = clock
    ? Number(clock[1]) * 60 + Number(clock[2])
    : /^-?\d+$/.test(text)
      ? Number(text)
      : Number.NaN;
  if (!Number.isInteger(minutes) || minutes < 1) {
    throw invalidInput(
      option,
      `--${option}: "${text}" is not a length of at least one minute.`,
      'Write minutes (90) or hours and minutes (1:30).',
    );
  }
  return minutes;
}

export function dateOf(option: string, text: string): IsoDate {
  if (!isIsoDate(text)) {
    throw invalidInput(option, `--${option}: "${text}" is not a date.`, 'Write YYYY-MM-DD.');
  }
  return text;
}

/** An instant, ISO 8601 with its offset. */
export function instantOf(option: string, text: string): EpochMs {
  try {
    return parseInstant(text);
  } catch {
    throw invalidInput(
      option,
      `--${option}: "${text}" does not name an instant.`,
      'Write ISO 8601 with its offset, such as 2026-03-08T06:00:00Z.',
    );
  }
}

/** One of a few words. */
export function oneOf<Word extends string>(
  option: string,
  words: readonly Word[],
  text: string,
): Word {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) {
    throw invalidInput(
      option,
      `--${option}: "${text}" is not one of the choices.`,
      `Choose ${words.join(', ')}.`,
    );
  }
  return word;
}

/** A folder as a whole path. An empty text is refused; it would name the present folder. */
export function folderOf(option: string, text: string): string {
  if (text.trim() !== '') return resolve(text);
  throw invalidInput(option, 'The name of the folder is empty.', 'Name a folder.');
}

/** The value given, or a refusal that names the option. */
export function required(option: string, text: string | undefined): string {
  if (text === undefined) {
    throw invalidInput(option, `--${option} is missing.`, `Say --${option}.`);
  }
  return text;
}
