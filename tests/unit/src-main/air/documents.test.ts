import { beforeEach, describe, expect, test } from 'vitest';

import { createAirDocuments, type AirDocuments } from '#main/air/documents.ts';
import type { FinishedText } from '#main/broadcast/documents/finished-text.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { createManualClock, type ManualClock } from '#tests/helpers/manual-clock.ts';

const [FIRST, SECOND] = ['first', 'second'].map((text) => ({
  bytes: new TextEncoder().encode(text),
  digest: text,
})) as [FinishedText, FinishedText];

let clock: ManualClock;
let answer: () => Promise<FinishedText>;
let questions: number;
let documents: AirDocuments;

beforeEach(() => {
  clock = createManualClock();
  questions = 0;
  answer = async () => FIRST;
  documents = createAirDocuments(
    {
      guideEntries: async () => [],
      document: () => {
        questions += 1;
        return answer();
      },
    },
    clock,
  );
});

const silence = (): Promise<never> => new Promise(() => undefined);

describe('the texts of the air', () => {
  test('are what the station makes of them now', async () => {
    expect(await documents.xmltv('utc')).toBe(FIRST);
    answer = async () => SECOND;
    expect(await documents.xmltv('utc')).toBe(SECOND);
  });

  test('are the last good copy while the station does not answer', async () => {
    await documents.xmltv('utc');
    answer = silence;
    const late = documents.xmltv('utc');
    await clock.advance(2_000);
    expect(await late).toBe(FIRST);
    const other = documents.xmltv('utc');
    await clock.advance(2_000);
    expect(await other).toBe(FIRST);
    expect(questions).toBe(2);
  });

  test('are the last good copy while the station cannot read', async () => {
    await documents.xmltv('utc');
    answer = () => Promise.reject(new AppError('unavailable', 'locked'));
    expect(await documents.xmltv('utc')).toBe(FIRST);
  });

  test('are kept however many windows of the guide are asked for', async () => {
    await documents.xmltv('utc');
    for (let hour = 0; hour < 200; hour += 1) {
      await documents.guide({ startAt: hour * 3_600_000, endAt: (hour + 4) * 3_600_000 });
    }
    answer = () => Promise.reject(new AppError('unavailable', 'locked'));
    expect(await documents.xmltv('utc')).toBe(FIRST);
  });

  test('are refused as the station refuses them, copy or not', async () => {
    await documents.xmltv('utc');
    answer = () => Promise.reject(new AppError('horizon-no-schedule-data', 'none'));
    await expect(documents.xmltv('utc')).rejects.toMatchObject({
      code: 'horizon-no-schedule-data',
    });
  });

  test('are unavailable when there never was a copy and the station does not answer', async () => {
    answer = silence;
    const asked = documents.xmltv('local');
    asked.catch(() => undefined);
    await clock.advance(30_000);
    await expect(asked).rejects.toMatchObject({ code: 'unavailable' });
  });
});
