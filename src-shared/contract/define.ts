import type { z } from 'zod';

import type { ErrorCode } from '../errors/app-error.ts';

/** A method of the station: reads (`query`) or changes (`command`) something; JSON in, JSON out. */
export interface Method<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly kind: 'query' | 'command';
  readonly input: Input;
  readonly output: Output;
  /** The expected failures besides `invalid-input` and `internal`, which every method can have. */
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
