import { readFile, stat } from 'node:fs/promises';

import type { z } from 'zod';

import { LARGEST_REQUEST_BYTES } from '#shared/contract/envelope.ts';
import { isJson } from '#shared/contract/json.ts';
import { AppError, invalidInput } from '#shared/errors/app-error.ts';
import { firstIssue } from '#shared/errors/issue-text.ts';

/** A JSON value given as text, or as `@file`. Throws `invalid-input` naming the option, and the field that is wrong. */
export async function jsonOf<Schema extends z.ZodType>(
  option: string,
  text: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const source = text.startsWith('@') ? await readText(option, text.slice(1)) : text;
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw invalidInput(
      option,
      `${option} is not JSON.`,
      'Write JSON, or @ and the name of a file that holds it.',
    );
  }
  if (!isJson(value)) {
    throw invalidInput(option, `${option} is nested too deep.`, 'Write it flatter.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { field, message } = firstIssue(parsed.error);
  throw invalidInput(
    option,
    `${option}${field === '' ? '' : `: ${field}`} is not as it should be: ${message}`,
    'See docs/content-rules.md for rules, and "plan export" for plans.',
  );
}

async function readText(option: string, file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST_REQUEST_BYTES) throw tooLarge(option, file, size);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw invalidInput(option, `${file} cannot be read.`, 'Name a file that is there.');
  }
}

function tooLarge(option: string, file: string, bytes: number): AppError {
  const megabytes = (count: number): string => (count / 1024 / 1024).toFixed(1);
  return invalidInput(
    option,
    `"${file}" has ${megabytes(bytes)} MB; a station takes at most ${megabytes(LARGEST_REQUEST_BYTES)} MB at once.`,
    'Part it into several files.',
  );
}
