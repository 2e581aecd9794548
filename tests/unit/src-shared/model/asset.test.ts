import { describe, expect, test } from 'vitest';

import { AssetState, isEligible, isInterstitial, isLegalAssetMove } from '#shared/model/asset.ts';

describe('isLegalAssetMove', () => {
  const LEGAL = [
    'new → enriching',
    'new → retired',
    'enriching → ready',
    'enriching → new',
    'enriching → retired',
    'ready → retired',
    'ready → enriching',
  ];

  test('allows the moves of the life cycle and no other', () => {
    const allowed = AssetState.options.flatMap((from) =>
      AssetState.options.filter((to) => isLegalAssetMove(from, to)).map((to) => `${from} → ${to}`),
    );
    expect(allowed.sort()).toEqual([...LEGAL].sort());
  });

  test('lets nothing out of retirement', () => {
    expect(AssetState.options.some((to) => isLegalAssetMove('retired', to))).toBe(false);
  });
});

describe('isEligible', () => {
  test('wants a ready, approved asset whose file is there', () => {
    expect(isEligible({ state: 'ready', isApproved: true, fault: null })).toBe(true);
    expect(isEligible({ state: 'ready', isApproved: false, fault: null })).toBe(false);
    expect(isEligible({ state: 'ready', isApproved: true, fault: 'vanished' })).toBe(false);
    for (const state of ['new', 'enriching', 'retired'] as const) {
      expect(isEligible({ state, isApproved: true, fault: null })).toBe(false);
    }
  });
});

describe('isInterstitial', () => {
  test('separates programmes from what fills breaks', () => {
    expect(isInterstitial('episode')).toBe(false);
    expect(isInterstitial('movie')).toBe(false);
    expect(isInterstitial('commercial')).toBe(true);
    expect(isInterstitial('filler')).toBe(true);
  });
});
