import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import type { Client } from '#shared/contract/client.ts';
import { createClient } from '#shared/contract/client.ts';
import type { EventEnvelope, ResponseEnvelope } from '#shared/contract/envelope.ts';
import { type EventName, events } from '#shared/contract/events.ts';
import { type MethodName, methods } from '#shared/contract/index.ts';
import {
  inProcess,
  type OpenTransport,
  overElectron,
  overWebSocket,
} from '#tests/helpers/contract-transports.ts';
import {
  jobsEnded,
  REFUSED_SAMPLES,
  SAMPLE_EVENTS,
  SAMPLE_REQUESTS,
  type SampleContext,
} from '#tests/helpers/sample-requests.ts';
import { createSampleWorld } from '#tests/helpers/sample-world.ts';
import type { TestStation } from '#tests/helpers/test-station.ts';

const METHOD_NAMES = Object.keys(SAMPLE_REQUESTS) as MethodName[];
const TRANSPORTS = { inProcess, overWebSocket, overElectron } as const;
type TransportName = keyof typeof TRANSPORTS;
const TRANSPORT_NAMES = Object.keys(TRANSPORTS) as TransportName[];

/** One world as it looks through one transport. */
interface View {
  readonly world: TestStation;
  readonly open: OpenTransport;
  readonly answers: Map<MethodName, ResponseEnvelope>;
  readonly heard: EventEnvelope[];
}

/** Puts numbers in place of ids that are drawn at random, and leaves the world's own folder out. */
function comparable(view: View, value: unknown): string {
  const ids = new Map<string, string>();
  return (
    JSON.stringify(value)
      .replaceAll(view.world.folder, '<folder>')
      // Only a station that is reached by WebSocket has a control server.
      .replaceAll(/"listeners":\[[^\]]*\]/g, '"listeners":[]')
      // A code is drawn at random, and only such a station has an address to put it into.
      .replaceAll(/"url":(?:null|"[^"]*#code=[^"]*")/g, '"url":"<page>"')
      // A decision is recorded with where it was made.
      .replaceAll(/"by":"(?:window|web|command-line)"/g, '"by":"<host>"')
      .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,64}/g, (id) => {
        if (!ids.has(id)) ids.set(id, `<id ${String(ids.size + 1)}>`);
        return ids.get(id) ?? id;
      })
  );
}

async function askEverything(name: TransportName): Promise<View> {
  const world = await createSampleWorld();
  const open = await TRANSPORTS[name](world);
  const heard: EventEnvelope[] = [];
  open.transport.subscribe((event) => heard.push(event));
  const client: Client = createClient(open.transport);
  const answers = new Map<MethodName, ResponseEnvelope>();
  for (const method of METHOD_NAMES) {
    await world.clock.advance(1_000);
    const sample = SAMPLE_REQUESTS[method] as (context: SampleContext) => unknown;
    const input = (await sample({ world, client })) as z.core.util.JSONType;
    answers.set(method, await open.transport.request({ id: `sample ${method}`, method, input }));
    // A scan runs in real time: it must have ended before the clock moves on, or its end is told differently each time.
    if (method === 'source.scan') await jobsEnded(client);
  }
  return { world, open, answers, heard };
}

let views: Record<TransportName, View>;

beforeAll(async () => {
  views = {
    inProcess: await askEverything('inProcess'),
    overWebSocket: await askEverything('overWebSocket'),
    overElectron: await askEverything('overElectron'),
  };
}, 120_000);

afterAll(async () => {
  for (const view of Object.values(views)) {
    await view.open.close();
    await view.world.dispose();
  }
});

describe('the contract', () => {
  test('has a sample for every method and for nothing else', () => {
    expect(METHOD_NAMES.toSorted()).toEqual(Object.keys(methods).toSorted());
  });

  test.each(METHOD_NAMES)('answers %s', (method) => {
    const answer = views.inProcess.answers.get(method);
    const refusal = REFUSED_SAMPLES[method];
    if (refusal === undefined) expect(answer).toMatchObject({ ok: true });
    else expect(answer).toMatchObject({ ok: false, error: { code: refusal } });
  });

  test.each(METHOD_NAMES)('gives the same answer to %s over every transport', (method) => {
    const [reference, ...others] = TRANSPORT_NAMES.map((name) =>
      comparable(views[name], views[name].answers.get(method)),
    );
    for (const other of others) expect(other).toBe(reference);
  });

  test.each(METHOD_NAMES)('refuses bad input for %s over every transport', async (method) => {
    for (const name of TRANSPORT_NAMES) {
      const answer = await views[name].open.transport.request({ id: 1, method, input: null });
      expect(answer).toMatchObject({ id: 1, ok: false, error: { code: 'invalid-input' } });
    }
  });

  test.each(METHOD_NAMES)('states %s as JSON Schema, input and output', (method) => {
    const { input, output } = methods[method];
    expect(z.toJSONSchema(input, { io: 'input' })).toMatchObject({ type: 'object' });
    expect(z.toJSONSchema(output)).toBeTypeOf('object');
  });

  test('names the field and the remedy in a refusal', async () => {
    for (const name of TRANSPORT_NAMES) {
      const answer = await views[name].open.transport.request({
        id: 2,
        method: 'plan.create',
        input: { channelId: 'channel-one', name: 'x'.repeat(256) },
      });
      expect(answer).toMatchObject({
        ok: false,
        error: {
          code: 'invalid-input',
          details: { field: 'name', remedy: expect.stringContaining('255') as string },
        },
      });
    }
  });

  test('refuses methods that it does not know', async () => {
    for (const name of TRANSPORT_NAMES) {
      for (const method of ['channel.explode', 'toString', '__proto__']) {
        const answer = await views[name].open.transport.request({ id: 3, method, input: {} });
        expect(answer).toMatchObject({ id: 3, ok: false, error: { code: 'invalid-input' } });
      }
    }
  });
});

describe('events', () => {
  test.each(Object.keys(SAMPLE_EVENTS) as EventName[])('states %s as JSON', (name) => {
    const payload = SAMPLE_EVENTS[name];
    expect(events[name].parse(JSON.parse(JSON.stringify(payload)))).toEqual(payload);
    expect(z.toJSONSchema(events[name])).toMatchObject({ type: 'object' });
  });

  test('carry payloads of the contract, numbered without a gap, over every transport', () => {
    for (const name of TRANSPORT_NAMES) {
      const { heard } = views[name];
      expect(heard.length).toBeGreaterThan(10);
      const [first] = heard;
      heard.forEach(({ sequence, event, payload }, index) => {
        expect(sequence).toBe((first?.sequence ?? 0) + index);
        const schema = events[event as EventName];
        expect(schema.safeParse(payload).success).toBe(true);
      });
    }
  });

  test('tell of every kind of change that the samples make', () => {
    const told = new Set(views.overWebSocket.heard.map(({ event }) => event));
    expect([...told].toSorted()).toEqual([
      'backups.changed',
      'blocks.changed',
      'channels.changed',
      'days.changed',
      'job.changed',
      'job.removed',
      'library.changed',
      'log.changed',
      'pins.changed',
      'plans.changed',
      'settings.changed',
      'sources.changed',
    ]);
  });
});
