import { describe, expect, test } from 'vitest';

import { healthReports, judgeHealth, type Vitals } from '#main/station/status.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';

const channel = buildChannel();
const healthy = {
  channelId: channel.id,
  scheduleUntil: 1,
  logUntil: 1,
  isHealthy: true,
  lastEvaluatedAt: 1,
  lastExtendedAt: 1,
  fault: null,
  warnings: [],
};

function vitals(fields: Partial<Vitals> = {}): Vitals {
  return {
    airDownSince: null,
    ffmpegFailure: null,
    lockedSince: null,
    reports: [],
    isOnAir: true,
    channels: [channel],
    horizon: [healthy],
    onAir: [{ channelId: channel.id, slates: null }],
    cacheFault: null,
    timeOf: () => '20:01',
    assetCount: 1,
    missedPort: null,
    broadcastUrl: 'http://127.0.0.1:8777',
    nowAt: 1_000_000,
    lastFault: null,
    ...fields,
  };
}

describe('judgeHealth', () => {
  test('tells first of all that there is no air', () => {
    const noFfmpeg = new AppError('ffmpeg-unavailable', 'There is no ffmpeg.');
    const { state, sentence } = judgeHealth(
      vitals({ airDownSince: '20:01', ffmpegFailure: noFfmpeg, cacheFault: 'Full.' }),
    );
    expect(state).toBe('trouble');
    expect(sentence).toContain('The air stopped at 20:01');
  });

  test('tells of a cache that takes no more', () => {
    const { state, sentence } = judgeHealth(vitals({ cacheFault: 'There is no room for it.' }));
    expect(state).toBe('attention');
    expect(sentence).toContain('kept in memory. There is no room for it.');
  });

  test('tells of a channel that airs slates, since when and why', () => {
    const slates = { sinceAt: 5, reason: 'It was not prepared in time.' };
    expect(judgeHealth(vitals({ onAir: [{ channelId: channel.id, slates }] }))).toEqual({
      state: 'trouble',
      sentence: `${channel.name} has been on slates since 20:01. It was not prepared in time.`,
    });
  });

  test('tells of disk, store and backups, trouble before attention', () => {
    const disk = { state: 'attention', sentence: 'The disk has only 20 MB left.' } as const;
    const storeFailure = new AppError('unavailable', 'The station’s file is damaged.', {
      remedy: 'See the backups.',
    });
    const told = (reports: Partial<Parameters<typeof healthReports>[0]>) =>
      judgeHealth(
        vitals({
          reports: healthReports({
            disk: null,
            storeFailure: null,
            sources: null,
            backupFailure: null,
            ...reports,
          }),
        }),
      );
    expect(told({ disk, storeFailure })).toEqual({
      state: 'trouble',
      sentence: 'The station’s file is damaged. See the backups.',
    });
    expect(told({ disk })).toEqual(disk);
    expect(told({ backupFailure: 'The disk is full.' })).toEqual({
      state: 'attention',
      sentence: 'The daily backup could not be made: The disk is full.',
    });
  });

  test('is good while every active channel is planned', () => {
    expect(judgeHealth(vitals())).toEqual({
      state: 'good',
      sentence: 'On the air with one channel.',
    });
    const inactive = buildChannel({ isActive: false });
    expect(judgeHealth(vitals({ channels: [inactive], horizon: [] })).state).toBe('good');
  });

  test('leads a newcomer to a folder or the demo station', () => {
    const { state, sentence } = judgeHealth(vitals({ channels: [], assetCount: 0 }));
    expect(state).toBe('good');
    expect(sentence).toContain('demo station');
  });

  test('asks for attention when a channel falls behind or the port was taken', () => {
    const behind = judgeHealth(vitals({ horizon: [{ ...healthy, isHealthy: false }] }));
    expect(behind).toMatchObject({ state: 'attention' });
    expect(behind.sentence).toContain(channel.name);
    expect(judgeHealth(vitals({ missedPort: 8777 })).sentence).toContain('8777');
  });

  test('says since when another program has held the database', () => {
    const { state, sentence } = judgeHealth(vitals({ lockedSince: '20:03' }));
    expect(state).toBe('trouble');
    expect(sentence).toContain('locked by another program since 20:03');
  });

  test('tells of an unexpected fault for a day, with its reference', () => {
    const lastFault = { at: 1_000_000, what: 'an exception that nobody caught', reference: 'r-1' };
    const told = judgeHealth(vitals({ lastFault }));
    expect(told.state).toBe('attention');
    expect(told.sentence).toContain('1970-01-01T00:16:40');
    expect(told.sentence).toContain('r-1');
    const dayLater = 1_000_000 + 24 * 3_600_000;
    expect(judgeHealth(vitals({ lastFault, nowAt: dayLater - 1 })).state).toBe('attention');
    expect(judgeHealth(vitals({ lastFault, nowAt: dayLater })).state).toBe('good');
  });

  test('surfaces a planning fault and a missing ffmpeg as trouble, the worst first', () => {
    const faulty = { ...healthy, isHealthy: false, fault: 'The days do not reach.' };
    expect(judgeHealth(vitals({ horizon: [faulty] }))).toMatchObject({
      state: 'trouble',
      sentence: expect.stringContaining('The days do not reach.') as string,
    });
    const ffmpegFailure = new AppError('ffmpeg-unavailable', 'No working ffmpeg was found.');
    expect(judgeHealth(vitals({ horizon: [faulty], ffmpegFailure })).sentence).toContain('ffmpeg');
  });
});
