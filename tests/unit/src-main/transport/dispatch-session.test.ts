import { describe, expect, test } from 'vitest';

import { createDispatchSession } from '#main/transport/dispatch-session.ts';
import type { ResponseEnvelope } from '#shared/contract/envelope.ts';

interface Pending {
  readonly id: number;
  readonly signal: { readonly aborted: boolean } | null;
  answer(): void;
}

function sessionWithPending() {
  const pending: Pending[] = [];
  const session = createDispatchSession(
    (raw, context) =>
      new Promise((resolve) => {
        const { id } = raw as { id: number };
        pending.push({
          id,
          signal: context?.signal ?? null,
          answer: () => {
            resolve({ id, ok: true, output: `answer ${String(id)}` });
          },
        });
      }),
    'web',
  );
  const answers: ResponseEnvelope[] = [];
  const ask = (raw: unknown) => session.receive(raw, (response) => answers.push(response));
  return { session, pending, answers, ask };
}

function request(id: number) {
  return { id, method: 'channel.list', input: {} };
}

describe('createDispatchSession', () => {
  test('answers requests as they finish, each once', async () => {
    const { pending, answers, ask } = sessionWithPending();
    const asked = [ask(request(1)), ask(request(2))];
    pending[1]?.answer();
    pending[0]?.answer();
    await Promise.all(asked);
    expect(answers.map(({ id }) => id)).toEqual([2, 1]);
  });

  test('aborts a cancelled request, answers cancelled and drops what comes later', async () => {
    const { pending, answers, ask } = sessionWithPending();
    const asked = ask(request(1));
    await ask({ id: 1, cancel: true });
    await ask({ id: 1, cancel: true });
    expect(pending[0]?.signal?.aborted).toBe(true);
    pending[0]?.answer();
    await asked;
    expect(answers).toMatchObject([{ id: 1, ok: false, error: { code: 'cancelled' } }]);
  });

  test('refuses a second request under an id that is in use, and takes it again afterwards', async () => {
    const { pending, answers, ask } = sessionWithPending();
    const first = ask(request(1));
    await ask(request(1));
    expect(answers).toMatchObject([{ id: 1, ok: false, error: { code: 'invalid-input' } }]);
    pending[0]?.answer();
    await first;
    const again = ask(request(1));
    pending[1]?.answer();
    await again;
    expect(answers.map(({ ok }) => ok)).toEqual([false, true, true]);
  });

  test('aborts everything and falls silent when the client goes', async () => {
    const { session, pending, answers, ask } = sessionWithPending();
    const asked = ask(request(1));
    session.close();
    expect(pending[0]?.signal?.aborted).toBe(true);
    pending[0]?.answer();
    await asked;
    expect(answers).toEqual([]);
  });
});
