import { describe, expect, test } from 'vitest';

import {
  checkFirstAacFrame,
  parseAacConfig,
  parseAc3Frame,
  parseMp3Frame,
} from '#main/media/read-headers/sound-headers.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

describe('parseAacConfig', () => {
  test('counts the channels of plain AAC-LC', () => {
    expect(parseAacConfig(bytes('1190'))).toBe(2);
    expect(parseAacConfig(bytes('118856e500'))).toBe(1);
    expect(parseAacConfig(bytes('11b0'))).toBe(6);
  });

  test.each(['2b11880800', '1390', '1180', '119056e5a0', '11', ''])('refuses %j', (config) => {
    expect(() => parseAacConfig(bytes(config))).toThrow();
  });
});

describe('checkFirstAacFrame', () => {
  test('finds the first element of sound behind a comment of the encoder', () => {
    // Fill element of one byte, then a channel pair.
    expect(() => {
      checkFirstAacFrame(bytes('c20020'), 2);
    }).toThrow();
    expect(() => {
      checkFirstAacFrame(bytes('c2004000'), 2);
    }).not.toThrow();
  });
});

describe('parseAc3Frame', () => {
  test('counts channels with the low one', () => {
    expect(parseAc3Frame(bytes('0b7700001440e1'))).toBe(6);
    expect(parseAc3Frame(bytes('0b77000014404000'))).toBe(2);
  });

  test('refuses what is no AC-3', () => {
    expect(() => parseAc3Frame(bytes('0b78000014404000'))).toThrow();
  });
});

describe('parseMp3Frame', () => {
  test('knows one channel from two in a frame of the stated size', () => {
    const frame = (header: string): Buffer => Buffer.concat([bytes(header), Buffer.alloc(380)]);
    expect(parseMp3Frame(frame('fffb94c4'))).toBe(1);
    expect(parseMp3Frame(frame('fffb9404'))).toBe(2);
    expect(() => parseMp3Frame(frame('fffba404'))).toThrow();
  });
});
