import type { Client } from '#shared/contract/client.ts';
import { methods } from '#shared/contract/index.ts';
import { invalidInput } from '#shared/errors/app-error.ts';
import { firstIssue } from '#shared/errors/issue-text.ts';

/** Ends a dry run at its first change: what would have been asked of the station. */
export class WouldChange extends Error {
  override readonly name = 'WouldChange';
  readonly method: string;
  readonly input: unknown;

  constructor(method: string, input: unknown) {
    super(`Would call ${method}.`);
    this.method = method;
    this.input = input;
  }
}

/** A client that reads as usual and stops, with {@link WouldChange}, before it would change anything. */
export function createDryRunClient(client: Client): Client {
  return {
    on: (listener) => client.on(listener),
    call(name, input) {
      const method = methods[name];
      if (method.kind === 'query') return client.call(name, input);
      const parsed = method.input.safeParse(JSON.parse(JSON.stringify(input)));
      if (parsed.success) return Promise.reject(new WouldChange(name, parsed.data));
      const { field, message } = firstIssue(parsed.error);
      return Promise.reject(
        invalidInput(field, field === '' ? message : `"${field}": ${message}`, message),
      );
    },
  };
}
