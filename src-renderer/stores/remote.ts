import type { AppError } from '#shared/errors/app-error.ts';

/** Something that the station knows and this page asked for. */
export type Remote<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: Value }
  | { readonly state: 'failed'; readonly error: AppError };

/** The value if it has arrived. */
export function valueOf<Value>(remote: Remote<Value>): Value | undefined {
  return remote.state === 'ready' ? remote.value : undefined;
}
