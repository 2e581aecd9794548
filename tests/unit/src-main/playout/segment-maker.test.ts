import { describe, expect, test } from 'vitest';

import { createChannelLab, isSlate, type ChannelLab } from '#tests/helpers/channel-lab.ts';

const SECOND = 1_000;

function open() {
  const lab: ChannelLab = createChannelLab({
    channels: 1,
    concurrency: 2,
    speed: { startMs: 100, segmentMs: 50 },
    blocks: () => [
      [
        { assetId: 'film', durationMs: 40_000 },
        { assetId: 'spot', durationMs: 24_000 },
        { assetId: 'late-film', durationMs: 60_000 },
      ],
    ],
    // What the cache loses is not in memory either.
    recentBytes: 0,
  });
  const [channel] = lab.channels;
  if (!channel) throw new Error('no channel');
  return { ...lab, channel };
}

type Open = ReturnType<typeof open>;

/** Asks, and lets the time pass that an answer takes. */
async function ask({ channel, clock }: Open, mediaSequence: number): Promise<Uint8Array | null> {
  const asked = channel.segment(mediaSequence);
  asked.catch(() => undefined);
  await clock.advance(0);
  for (let second = 0; second < 3; second += 1) await clock.advance(SECOND);
  return asked;
}

async function keyOf({ channel, preparer }: Open, mediaSequence: number): Promise<string> {
  const place = channel.timeline.place(mediaSequence);
  return (place && (await preparer.keyOf(place))) ?? '';
}

/** A viewer takes all that is listed for 50 seconds: `film` has aired then, `spot` is on the air. */
async function watch(lab: Open): Promise<Map<number, Uint8Array>> {
  const { channel, clock } = lab;
  const taken = new Map<number, Uint8Array>();
  channel.touch('viewer');
  await channel.tick();
  const asking: Promise<void>[] = [];
  for (let second = 0; second < 50; second += 1) {
    channel.touch('viewer');
    await channel.tick();
    for (const { mediaSequence } of channel.playlist()?.segments ?? []) {
      if (taken.has(mediaSequence)) continue;
      taken.set(mediaSequence, new Uint8Array());
      asking.push(
        channel.segment(mediaSequence).then((bytes) => {
          taken.set(mediaSequence, bytes ?? new Uint8Array());
        }),
      );
    }
    await clock.advance(SECOND);
  }
  await Promise.all(asking);
  return taken;
}

/** The program is started anew at the same moment, with what is on record of the first run. */
async function restarted(before: Open, from: number): Promise<Open> {
  const after = open();
  await after.clock.jumpTo(before.clock.nowAt());
  for (const { mediaSequence, reason } of before.substitutions) {
    after.channel.restoreSubstitution(mediaSequence, reason);
  }
  after.channel.restorePublished(from, before.clock.nowAt());
  after.channel.resume(from);
  return after;
}

function numbersOf({ channel }: Open, taken: Map<number, Uint8Array>, act: string): number[] {
  return [...taken.keys()].filter((it) => channel.timeline.place(it)?.event.assetId === act);
}

const ACTS = [
  [
    'an act that has aired',
    (lab: Open, taken: Map<number, Uint8Array>) => numbersOf(lab, taken, 'film').slice(8),
  ],
  [
    'the act on the air',
    (lab: Open, taken: Map<number, Uint8Array>) => numbersOf(lab, taken, 'spot'),
  ],
] as const;

describe('what viewers have had', () => {
  test.each(
    ACTS.flatMap(([act, numbers]) =>
      ['everything', 'one number'].flatMap((lost) =>
        ['goes on', 'was started anew'].map((run) => ({ act, numbers, lost, run })),
      ),
    ),
  )(
    'has the same bytes when the cache has lost $lost of $act and the program $run',
    async ({ numbers, lost, run }) => {
      const first = open();
      const taken = await watch(first);
      const asked = numbers(first, taken);
      expect(asked.length).toBeGreaterThan(5);
      const lab = run === 'goes on' ? first : await restarted(first, Math.min(...taken.keys()));
      for (const number of asked) {
        if (lost === 'everything') lab.kept.clear();
        else lab.kept.delete(await keyOf(lab, number));
        const bytes = await ask(lab, number);
        expect(isSlate(bytes ?? new Uint8Array())).toBe(false);
        expect(bytes).toEqual(taken.get(number));
      }
      expect(lab.substitutions).toEqual([]);
      expect(lab.slateNotes).toEqual([]);
    },
  );

  test('is refused and nothing is recorded while it cannot be made again, and comes back as it was', async () => {
    const lab = open();
    const taken = await watch(lab);
    const [number = 0] = numbersOf(lab, taken, 'spot');
    lab.kept.clear();
    lab.unreadable.add('spot');
    await expect(ask(lab, number)).rejects.toMatchObject({ code: 'unavailable' });
    expect(lab.substitutions).toEqual([]);
    lab.unreadable.clear();
    await lab.clock.advance(31 * SECOND);
    expect(await ask(lab, number)).toEqual(taken.get(number));
  });

  test('as a slate stays that slate, whatever the cache holds by then', async () => {
    const lab = open();
    lab.unreadable.add('film');
    const taken = await watch(lab);
    const [number = 0] = numbersOf(lab, taken, 'film').slice(-4);
    expect(isSlate(taken.get(number) ?? new Uint8Array())).toBe(true);
    lab.unreadable.clear();
    for (const after of [lab, await restarted(lab, Math.min(...taken.keys()))]) {
      after.kept.clear();
      expect(await ask(after, number)).toEqual(taken.get(number));
    }
  });
});

describe('what nobody has had', () => {
  test('is made when somebody rewinds to it', async () => {
    const lab = open();
    lab.channel.touch('viewer');
    const number = lab.channel.playlist()?.mediaSequence ?? 0;
    for (let second = 0; second < 70; second += 1) {
      lab.channel.touch('viewer');
      await lab.channel.tick();
      await lab.clock.advance(SECOND);
    }
    lab.kept.clear();
    const bytes = await ask(lab, number);
    expect(bytes && isSlate(bytes)).toBe(false);
    expect(lab.substitutions).toEqual([]);
  });
});
