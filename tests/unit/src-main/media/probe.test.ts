import { describe, expect, test } from 'vitest';

import { fileAddress, isAllowedVideoCodec } from '#main/media/input-safety.ts';
import { parseLoudnessSummary } from '#main/media/measure-loudness.ts';
import { judgeReport } from '#main/media/probe.ts';

const VIDEO = {
  index: 0,
  codec_type: 'video',
  codec_name: 'h264',
  width: 720,
  height: 480,
  sample_aspect_ratio: '8:9',
  avg_frame_rate: '30000/1001',
  r_frame_rate: '60000/1001',
  field_order: 'tt',
  start_time: '1.480000',
  disposition: { default: 1, attached_pic: 0 },
};
const AUDIO = { index: 1, codec_type: 'audio', codec_name: 'ac3', channels: 6, start_time: '1.4' };
const COVER = { ...VIDEO, index: 2, codec_name: 'mjpeg', disposition: { attached_pic: 1 } };
const FORMAT = { format_name: 'mpegts', start_time: '1.400000', duration: '60.080000' };

describe('judgeReport', () => {
  test('counts the asset from its first picture', () => {
    const result = judgeReport({ format: FORMAT, streams: [VIDEO, AUDIO] });
    expect(result).toMatchObject({
      outcome: 'playable',
      durationMs: 60_000,
      probe: {
        sampleAspect: '8:9',
        isInterlaced: true,
        frameRateN: 30_000,
        frameRateD: 1_001,
        containerStartSeconds: 1.4,
        videoStartSeconds: 1.48,
        audioStreamIndex: 1,
        audioChannels: 6,
      },
    });
  });

  test('turns chapters into markers inside the asset', () => {
    const chapters = [
      { start_time: '31.480000', end_time: '99', tags: { title: 'Act two' } },
      { start_time: '0.000000', end_time: '31.480000' },
    ];
    const result = judgeReport({ format: FORMAT, streams: [VIDEO], chapters });
    expect(result).toMatchObject({
      chapters: [
        { kind: 'chapter', startMs: 0, endMs: 30_000, title: null, origin: 'file' },
        { kind: 'chapter', startMs: 30_000, endMs: 60_000, title: 'Act two', origin: 'file' },
      ],
    });
  });

  test('does not take a cover for a picture', () => {
    expect(judgeReport({ format: FORMAT, streams: [AUDIO, COVER] })).toMatchObject({
      outcome: 'fault',
      fault: 'audio-only',
    });
  });

  test('swaps the sides of a picture that is shown turned', () => {
    const turned = { ...VIDEO, side_data_list: [{ rotation: -90 }] };
    expect(judgeReport({ format: FORMAT, streams: [turned] })).toMatchObject({
      probe: { width: 480, height: 720, sampleAspect: '9:8' },
    });
  });

  test('refuses pictures in a codec outside the list', () => {
    expect(
      judgeReport({ format: FORMAT, streams: [{ ...VIDEO, codec_name: 'magicyuv' }] }),
    ).toMatchObject({ outcome: 'fault', fault: 'not-allowed' });
  });

  test('calls a report without streams, length or sense broken', () => {
    const noLength = { ...FORMAT, duration: 'N/A' };
    for (const report of [
      {},
      null,
      [],
      { format: FORMAT },
      { format: noLength, streams: [VIDEO] },
    ]) {
      expect(judgeReport(report)).toMatchObject({ outcome: 'fault', fault: 'broken' });
    }
  });
});

describe('isAllowedVideoCodec', () => {
  test('knows codecs by the name that ffprobe prints', () => {
    expect(isAllowedVideoCodec('msmpeg4v3')).toBe(true);
    expect(isAllowedVideoCodec('av1')).toBe(true);
    expect(isAllowedVideoCodec('magicyuv')).toBe(false);
  });
});

describe('fileAddress', () => {
  test('keeps any absolute name as it is', () => {
    expect(fileAddress(`/x/-a'b"c,d[e];f%{pts}\n📼:.mkv`)).toBe(
      `file:/x/-a'b"c,d[e];f%{pts}\n📼:.mkv`,
    );
  });

  test('refuses a relative path', () => {
    expect(() => fileAddress('clip.mkv')).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
  });
});

describe('parseLoudnessSummary', () => {
  test('reads the last summary of the meter', () => {
    const report =
      'Summary:\n Integrated loudness:\n  I: -23.4 LUFS\n True peak:\n  Peak: -1.2 dBFS';
    expect(parseLoudnessSummary(report)).toEqual({ integratedLufs: -23.4, truePeakDbtp: -1.2 });
  });

  test('answers null for silence', () => {
    const report = 'Summary:\n I: -70.0 LUFS\n Peak: -inf dBFS';
    expect(parseLoudnessSummary(report)).toEqual({ integratedLufs: null, truePeakDbtp: null });
  });

  test('refuses a report without a summary', () => {
    expect(() => parseLoudnessSummary('Conversion failed!')).toThrow(
      expect.objectContaining({ code: 'process-failed' }),
    );
  });
});
