import { describe, expect, test } from 'vitest';

import { portOfTransport } from '#main/transport/station-port.ts';
import type { ClosableTransport } from '#main/transport/websocket-client.ts';
import type { RequestEnvelope } from '#shared/contract/envelope.ts';
import { AppError } from '#shared/errors/app-error.ts';

function fakeTransport(): ClosableTransport & { asked: RequestEnvelope[]; isLost: boolean } {
  const transport = {
    asked: [] as RequestEnvelope[],
    isLost: false,
    async request(envelope: RequestEnvelope) {
      transport.asked.push(envelope);
      if (transport.isLost) throw new AppError('unavailable', 'The connection was lost.');
      return { id: envelope.id, ok: true as const, output: 'answer' };
    },
    subscribe: () => () => undefined,
    lost: new Promise<never>(() => undefined),
    close: () => undefined,
  };
  return transport;
}

const REQUEST = { id: 'a', method: 'station.status', input: {} };

describe('portOfTransport', () => {
  test('answers under the id that was asked, and asks under ids of its own', async () => {
    const transport = fakeTransport();
    const port = portOfTransport(transport);
    const answers = await Promise.all([port.dispatch(REQUEST), port.dispatch(REQUEST)]);
    expect(answers.map(({ id }) => id)).toEqual(['a', 'a']);
    expect(new Set(transport.asked.map(({ id }) => id)).size).toBe(2);
  });

  test('answers a lost connection instead of rejecting', async () => {
    const transport = fakeTransport();
    transport.isLost = true;
    expect(await portOfTransport(transport).dispatch(REQUEST)).toEqual({
      id: 'a',
      ok: false,
      error: { code: 'unavailable', message: 'The connection was lost.', details: {} },
    });
  });

  test('refuses what is not a request without asking', async () => {
    const transport = fakeTransport();
    const answer = await portOfTransport(transport).dispatch({ method: 7 });
    expect(answer).toMatchObject({ id: null, ok: false, error: { code: 'invalid-input' } });
    expect(transport.asked).toEqual([]);
  });
});
