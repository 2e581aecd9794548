import { describe, expect, test } from 'vitest';

import { digestOf, finishText } from '#main/broadcast/documents/finished-text.ts';

const MIB = 1024 ** 2;

describe('finishText', () => {
  test.each([
    ['nothing', []],
    ['a piece', ['guide']],
    ['pieces, some of them empty', ['', 'gu', '', 'ide é ', '漢']],
  ])('puts %s together, with the digest of the whole', async (_what, pieces) => {
    const finished = await finishText(pieces.map((piece) => Buffer.from(piece, 'utf8')));
    const whole = Buffer.from(pieces.join(''), 'utf8');
    expect(Buffer.from(finished.bytes)).toEqual(whole);
    expect(finished.digest).toBe(digestOf(whole));
  });

  test.each([
    ['one long piece', [4 * MIB]],
    ['many short ones', Array.from({ length: 4_096 }, () => 1_024)],
  ])('lets other work have its turn within %s', async (_what, lengths) => {
    let turns = 0;
    let isMaking = true;
    const count = (): void => {
      turns += 1;
      if (isMaking) setImmediate(count);
    };
    setImmediate(count);
    const { bytes } = await finishText(lengths.map((length) => new Uint8Array(length).fill(7)));
    isMaking = false;
    expect(bytes.length).toBe(4 * MIB);
    expect(bytes.every((byte) => byte === 7)).toBe(true);
    expect(turns).toBeGreaterThanOrEqual(8);
  });

  test('has the bytes alone in their buffer', async () => {
    const { bytes } = await finishText([Buffer.from('abc')]);
    expect([bytes.byteOffset, bytes.buffer.byteLength]).toEqual([0, 3]);
  });
});
