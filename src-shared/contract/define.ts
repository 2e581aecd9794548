import type { z } from 'zod';

import type { ErrorCode } from '../errors/app-error.ts';
// Every issue of an input is told in a sentence of our own.
import '../errors/issue-text.ts';

/**
 * What any method may answer: input that is wrong, a fault, a caller without the key or gone meanwhile, a station that cannot
 * be asked now (closing, its file locked or its disk full).
 */
export const EVERY_METHOD_ERRORS: readonly ErrorCode[] = [
  'invalid-input',
  'internal',
  'unauthorised',
  'cancelled',
  'unavailable',
];

/** A method of the station: reads (`query`) or changes (`command`) something; JSON in, JSON out. */
export interface Method<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly kind: 'query' | 'command';
  readonly input: Input;
  readonly output: Output;
  /** The expected failures besides {@link EVERY_METHOD_ERRORS}. */
  readonly errors: readonly ErrorCode[];
}

export function query<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
  errors: readonly ErrorCode[] = [],
): Method<Input, Output> {
  return { kind: 'query', input, output, errors };
}

export function command<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
  errors: readonly ErrorCode[] = [],
): Method<Input, Output> {
  return { kind: 'command', input, output, errors };
}
