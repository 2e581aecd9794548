import { AppError, fromWireError, toWireError, type WireError } from '#shared/errors/app-error.ts';

/** One end of a pair that carries values to the other end in order: a message port, or a worker. */
export interface Wire {
  postMessage(message: unknown, givenOver: readonly ArrayBuffer[]): void;
  on(event: 'message', hear: (message: unknown) => void): unknown;
}

/** An object all of whose members are methods that answer later. */
type Calls<T> = { readonly [K in keyof T]: (...args: never[]) => Promise<unknown> };

type Message =
  | { readonly call: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly answer: number; readonly value: unknown }
  | { readonly answer: number; readonly refusal: WireError }
  | { readonly answer: number; readonly fault: string };

/** Both directions of a wire. */
export interface Link<Theirs> {
  /** The other end's methods. */
  readonly theirs: Theirs;
  /** The other end is gone: what it still owes is refused with `unavailable`, and so is every later call. */
  cut(): void;
}

/**
 * Carries calls over a wire: `own` answers the other end's calls, `names` are the methods that the other end has.
 * Expected errors arrive as such; a fault arrives as an error with the other end's stack. `givenOver` names the buffers of
 * an answer that this end gives up instead of having them copied.
 */
export function createLink<Theirs extends Calls<Theirs>, Own extends Calls<Own>>(
  wire: Wire,
  own: Own,
  names: readonly (keyof Theirs & string)[],
  givenOver: (answer: unknown) => readonly ArrayBuffer[] = () => [],
): Link<Theirs> {
  const owed = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let calls = 0;
  let isCut = false;

  function send(message: Message, buffers: readonly ArrayBuffer[] = []): void {
    if (!isCut) wire.postMessage(message, buffers);
  }

  async function answer(call: number, method: string, args: readonly unknown[]): Promise<void> {
    try {
      const run = own[method as keyof Own] as unknown as (
        ...given: readonly unknown[]
      ) => Promise<unknown>;
      const value = await run(...args);
      send({ answer: call, value }, givenOver(value));
    } catch (error) {
      if (error instanceof AppError) send({ answer: call, refusal: toWireError(error) });
      else send({ answer: call, fault: faultText(error) });
    }
  }

  wire.on('message', (incoming) => {
    const message = incoming as Message;
    if ('call' in message) {
      void answer(message.call, message.method, message.args);
      return;
    }
    const waiting = owed.get(message.answer);
    owed.delete(message.answer);
    if ('value' in message) waiting?.resolve(message.value);
    else if ('refusal' in message) waiting?.reject(fromWireError(message.refusal));
    else waiting?.reject(new Error(message.fault));
  });

  function call(method: string, args: readonly unknown[]): Promise<unknown> {
    if (isCut) return Promise.reject(gone());
    calls += 1;
    const number = calls;
    return new Promise((resolve, reject) => {
      owed.set(number, { resolve, reject });
      try {
        send({ call: number, method, args });
      } catch (error) {
        // It cannot be carried; the other end will never hear of it.
        owed.delete(number);
        throw error;
      }
    });
  }

  return {
    theirs: Object.fromEntries(
      names.map((name) => [name, (...args: readonly unknown[]) => call(name, args)]),
    ) as unknown as Theirs,
    cut() {
      isCut = true;
      for (const waiting of owed.values()) waiting.reject(gone());
      owed.clear();
    },
  };
}

function gone(): AppError {
  return new AppError('unavailable', 'The air is being started again.', {
    remedy: 'Try again in a moment.',
  });
}

function faultText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
