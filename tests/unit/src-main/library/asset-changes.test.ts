import { describe, expect, test } from 'vitest';

import {
  applyProbe,
  markersWithin,
  moveTo,
  reingestAsset,
  relocateAsset,
  vanishAsset,
} from '#main/library/asset-changes.ts';
import { classifyPath } from '#main/library/classify-path.ts';
import { AssetState, isEligible, isLegalAssetMove, type Marker } from '#shared/model/asset.ts';
import { buildAsset, buildProbe } from '#tests/helpers/build-asset.ts';

const AT = 5_000;

function fileAt(relativePath: string, contentIdentity = 'identity') {
  return { relativePath, sizeBytes: 7, modifiedAt: 8, contentIdentity, editorial: null };
}

describe('moveTo', () => {
  test('makes every legal step and refuses every other one', () => {
    for (const from of AssetState.options) {
      for (const to of AssetState.options) {
        if (from === to) continue;
        const asset = buildAsset({ state: from, isApproved: false });
        if (isLegalAssetMove(from, to)) expect(moveTo(asset, to, AT).state).toBe(to);
        else
          expect(() => moveTo(asset, to, AT)).toThrow(
            expect.objectContaining({ code: 'illegal-transition' }),
          );
      }
    }
  });

  test('ends approval when an asset is no longer ready', () => {
    expect(moveTo(buildAsset({ isApproved: true }), 'enriching', AT).isApproved).toBe(false);
  });
});

describe('applyProbe', () => {
  const enriching = buildAsset({ state: 'enriching', isApproved: false, durationMs: null });
  const chapter: Marker = { kind: 'chapter', startMs: 0, endMs: 900, title: 'One', origin: 'file' };
  const playable = {
    outcome: 'playable' as const,
    probe: buildProbe({ durationMs: 1_000 }),
    chapters: [chapter],
    durationMs: 1_000,
  };

  test('makes a playable file ready, with its chapters as markers', () => {
    const asset = applyProbe(enriching, playable, true, AT);
    expect(asset).toMatchObject({ state: 'ready', isApproved: true, durationMs: 1_000 });
    expect(asset.markers).toEqual([chapter]);
    expect(isEligible(asset)).toBe(true);
  });

  test('leaves approval to the operator where the source says so', () => {
    const asset = applyProbe(enriching, playable, false, AT);
    expect(asset).toMatchObject({ state: 'ready', isApproved: false });
    expect(isEligible(asset)).toBe(false);
  });

  test('never makes a faulty file ready', () => {
    const result = {
      outcome: 'fault' as const,
      fault: 'audio-only' as const,
      detail: 'No picture.',
    };
    const asset = applyProbe(enriching, result, true, AT);
    expect(asset).toMatchObject({
      state: 'new',
      isApproved: false,
      fault: 'audio-only',
      faultDetail: 'No picture.',
    });
  });

  test('takes a file without length for broken', () => {
    const asset = applyProbe(enriching, { ...playable, durationMs: 0 }, true, AT);
    expect(asset).toMatchObject({ state: 'new', fault: 'broken' });
  });
});

describe('reingestAsset', () => {
  test('ends approval, loudness and file markers, and keeps identity and what was set by hand', () => {
    const manual: Marker = {
      kind: 'break',
      startMs: 5,
      endMs: null,
      title: null,
      origin: 'manual',
    };
    const chapter: Marker = { kind: 'chapter', startMs: 0, endMs: 9, title: null, origin: 'file' };
    const before = buildAsset({ markers: [chapter, manual] });
    const after = reingestAsset(before, fileAt(before.relativePath, 'other'), AT);
    expect(after).toMatchObject({
      id: before.id,
      title: before.title,
      state: 'enriching',
      isApproved: false,
      loudness: null,
      probe: null,
      durationMs: null,
      contentIdentity: 'other',
      markers: [manual],
    });
  });
});

describe('relocateAsset', () => {
  const oldPath = 'Movies/Jaws (1975).mkv';
  const newPath = 'Movies/Jaws 2 (1978).mkv';
  const before = classifyPath(oldPath);
  const after = classifyPath(newPath);
  const derived = buildAsset({ relativePath: oldPath, title: 'Jaws', year: 1975, tags: [] });

  test('derives titles anew from the new path', () => {
    const moved = relocateAsset(derived, fileAt(newPath), before, after, null, AT);
    expect(moved).toMatchObject({ id: derived.id, title: 'Jaws 2', year: 1978, isApproved: true });
  });

  test('keeps a title that the operator set', () => {
    const named = { ...derived, title: 'The Shark' };
    const moved = relocateAsset(named, fileAt(newPath), before, after, null, AT);
    expect(moved).toMatchObject({ title: 'The Shark', year: 1978, relativePath: newPath });
  });
});

describe('vanishAsset', () => {
  test('keeps state and approval and ends eligibility', () => {
    const asset = vanishAsset(buildAsset(), AT);
    expect(asset).toMatchObject({ state: 'ready', isApproved: true, fault: 'vanished' });
    expect(isEligible(asset)).toBe(false);
  });
});

describe('markersWithin', () => {
  test('keeps markers inside the asset, in order', () => {
    const at = (startMs: number, endMs: number | null): Marker => ({
      kind: 'chapter',
      startMs,
      endMs,
      title: null,
      origin: 'file',
    });
    const kept = markersWithin(
      [at(900, 2_000), at(1_000, 1_100), at(0, 900), at(500, null)],
      1_000,
    );
    expect(kept).toEqual([at(0, 900), at(500, null), at(900, 1_000)]);
  });
});
