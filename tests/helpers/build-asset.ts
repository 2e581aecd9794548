import type { Asset, AssetProbe, Source } from '#shared/model/asset.ts';
import { AssetId, CollectionId, SourceId } from '#shared/model/ids.ts';

import { TEST_EPOCH_AT } from './manual-clock.ts';

export function buildSource(fields: Partial<Source> = {}): Source {
  const id = fields.id ?? SourceId.parse('source');
  return {
    id,
    name: `Folder ${id}`,
    kind: 'folder',
    path: `/media/${id}`,
    approveOnImport: true,
    collectionId: CollectionId.parse(`${id}-collection`),
    assetCount: 0,
    lastScanAt: null,
    createdAt: TEST_EPOCH_AT,
    ...fields,
  };
}

export function buildProbe(fields: Partial<AssetProbe> = {}): AssetProbe {
  return {
    container: 'matroska,webm',
    durationMs: 1_320_000,
    videoCodec: 'h264',
    width: 720,
    height: 480,
    sampleAspect: '8:9',
    frameRateN: 30_000,
    frameRateD: 1_001,
    isInterlaced: false,
    containerStartSeconds: 0,
    videoStartSeconds: 0,
    videoStreamIndex: 0,
    audioStreamIndex: 1,
    audioCodec: 'aac',
    audioChannels: 2,
    ...fields,
  };
}

/** A ready and approved movie of 22 minutes in the folder of {@link buildSource}, unless told otherwise. */
export function buildAsset(fields: Partial<Asset> = {}): Asset {
  const id = fields.id ?? AssetId.parse('asset');
  const durationMs = fields.durationMs === undefined ? 1_320_000 : fields.durationMs;
  return {
    id,
    collectionId: CollectionId.parse('source-collection'),
    relativePath: `Movies/${id}.mkv`,
    sizeBytes: 1_000_000,
    modifiedAt: TEST_EPOCH_AT,
    contentIdentity: `identity-${id}`,
    kind: 'movie',
    title: `Title ${id}`,
    year: 1984,
    seriesId: null,
    seriesTitle: null,
    seasonNumber: null,
    episodeNumber: null,
    state: 'ready',
    isApproved: true,
    fault: null,
    faultDetail: null,
    durationMs,
    probe: durationMs === null ? null : buildProbe({ durationMs }),
    loudness: { integratedLufs: -20, truePeakDbtp: -1 },
    markers: [],
    tags: [],
    discoveredAt: TEST_EPOCH_AT,
    updatedAt: TEST_EPOCH_AT,
    ...fields,
  };
}
