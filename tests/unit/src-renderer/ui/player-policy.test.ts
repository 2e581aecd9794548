import { describe, expect, test } from 'vitest';

import { createRecoveryPolicy, PLAYER_CONFIG } from '#renderer/ui/player-policy.ts';

describe('createRecoveryPolicy', () => {
  test('leaves alone what is not fatal', () => {
    const decide = createRecoveryPolicy();
    expect(decide({ isFatal: false, kind: 'media' }, 0)).toBe('ignore');
  });

  test('restarts loading after network trouble however often it comes', () => {
    const decide = createRecoveryPolicy();
    for (let at = 0; at < 100; at += 1) {
      expect(decide({ isFatal: true, kind: 'network' }, at)).toBe('restart-load');
    }
  });

  test('recovers the decoder at most twice a minute', () => {
    const decide = createRecoveryPolicy();
    const media = { isFatal: true, kind: 'media' } as const;
    expect([0, 1_000, 2_000, 60_500].map((at) => decide(media, at))).toEqual([
      'recover-media',
      'recover-media',
      'rebuild',
      'recover-media',
    ]);
  });

  test('builds the player anew after anything else', () => {
    expect(createRecoveryPolicy()({ isFatal: true, kind: 'other' }, 0)).toBe('rebuild');
  });
});

describe('PLAYER_CONFIG', () => {
  test('retries for ever', () => {
    for (const policy of [
      PLAYER_CONFIG.manifestLoadPolicy,
      PLAYER_CONFIG.playlistLoadPolicy,
      PLAYER_CONFIG.fragLoadPolicy,
    ]) {
      expect(policy.default.errorRetry.maxNumRetry).toBe(Number.POSITIVE_INFINITY);
      expect(policy.default.timeoutRetry.maxNumRetry).toBe(Number.POSITIVE_INFINITY);
    }
  });
});
