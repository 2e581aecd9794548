import { z } from 'zod';

import { AssetId, CollectionId, SeriesId, SourceId } from './ids.ts';
import { DurationMsSchema, EpochMsSchema } from './scalars.ts';

export const INTERSTITIAL_KINDS = [
  'commercial',
  'promo',
  'bumper',
  'station-id',
  'psa',
  'trailer',
  'stinger',
  'filler',
] as const;
export const InterstitialKind = z.enum(INTERSTITIAL_KINDS);
export type InterstitialKind = z.infer<typeof InterstitialKind>;

export const AssetKind = z.enum(['episode', 'movie', ...INTERSTITIAL_KINDS]);
export type AssetKind = z.infer<typeof AssetKind>;

/** Whether assets of this kind fill breaks instead of being programmes. */
export function isInterstitial(kind: AssetKind): kind is InterstitialKind {
  return kind !== 'episode' && kind !== 'movie';
}

/** Lifecycle. `ready → enriching` only through a re-ingest of changed content, which ends approval. */
export const AssetState = z.enum(['new', 'enriching', 'ready', 'retired']);
export type AssetState = z.infer<typeof AssetState>;

const LEGAL_MOVES: Record<AssetState, readonly AssetState[]> = {
  new: ['enriching', 'retired'],
  enriching: ['ready', 'new', 'retired'],
  ready: ['retired', 'enriching'],
  retired: [],
};

export function isLegalAssetMove(from: AssetState, to: AssetState): boolean {
  return LEGAL_MOVES[from].includes(to);
}

/** Why an asset is not usable; `null` when nothing is wrong with its file. */
export const AssetFault = z.enum([
  /** The file cannot be parsed as a container. */
  'broken',
  'empty',
  /** There is sound but no picture. */
  'audio-only',
  /** The file was there and is gone. */
  'vanished',
  /** A container, codec or protocol outside the white-lists. */
  'not-allowed',
]);
export type AssetFault = z.infer<typeof AssetFault>;

/** A place in an asset: a chapter from the file, or one set by hand. Half-open, within [0, duration]. */
export const Marker = z.object({
  kind: z.enum(['chapter', 'break']),
  startMs: DurationMsSchema,
  endMs: DurationMsSchema.nullable(),
  title: z.string().nullable(),
  origin: z.enum(['file', 'manual']),
});
export type Marker = z.infer<typeof Marker>;

/** What ffprobe found, as far as conforming needs it. */
export const AssetProbe = z.object({
  container: z.string(),
  durationMs: DurationMsSchema,
  videoCodec: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
  /** Sample aspect ratio as `num:den`; `1:1` when the file says nothing. */
  sampleAspect: z.string(),
  frameRateN: z.int().positive(),
  frameRateD: z.int().positive(),
  isInterlaced: z.boolean(),
  /** Start of the container and of the picture in seconds, as ffprobe prints them. */
  containerStartSeconds: z.number(),
  videoStartSeconds: z.number(),
  videoStreamIndex: z.int().nonnegative(),
  audioStreamIndex: z.int().nonnegative().nullable(),
  audioCodec: z.string().nullable(),
  audioChannels: z.int().nonnegative(),
});
export type AssetProbe = z.infer<typeof AssetProbe>;

/** Integrated loudness (EBU R 128), measured once per content identity. `null` integrated: silence. */
export const Loudness = z.object({
  integratedLufs: z.number().nullable(),
  truePeakDbtp: z.number().nullable(),
});
export type Loudness = z.infer<typeof Loudness>;

/** One playable item with its file, probe, editorial data and state. */
export const Asset = z.object({
  id: AssetId,
  collectionId: CollectionId,
  /** Path below the collection's folder, with forward slashes. */
  relativePath: z.string(),
  sizeBytes: z.int().nonnegative(),
  modifiedAt: EpochMsSchema,
  /** Changes when and only when the content of the file does. */
  contentIdentity: z.string().nullable(),
  kind: AssetKind,
  title: z.string(),
  year: z.int().nullable(),
  seriesId: SeriesId.nullable(),
  seriesTitle: z.string().nullable(),
  seasonNumber: z.int().nullable(),
  episodeNumber: z.int().nullable(),
  state: AssetState,
  isApproved: z.boolean(),
  fault: AssetFault.nullable(),
  /** One sentence on what is wrong, for the operator. */
  faultDetail: z.string().nullable(),
  durationMs: DurationMsSchema.nullable(),
  probe: AssetProbe.nullable(),
  loudness: Loudness.nullable(),
  markers: z.array(Marker),
  tags: z.array(z.string()),
  discoveredAt: EpochMsSchema,
  updatedAt: EpochMsSchema,
});
export type Asset = z.infer<typeof Asset>;

/** What an asset is called. */
export const AssetName = Asset.pick({
  id: true,
  relativePath: true,
  kind: true,
  title: true,
  year: true,
  seriesTitle: true,
  seasonNumber: true,
  episodeNumber: true,
  state: true,
});
export type AssetName = z.infer<typeof AssetName>;

/** Ready, approved, and its file present: the gate that every airing passes (INV-ASSET-SCHEDULABLE-TRIPLE-GATE-001). */
export function isEligible(asset: Pick<Asset, 'state' | 'isApproved' | 'fault'>): boolean {
  return asset.state === 'ready' && asset.isApproved && asset.fault === null;
}

export const Series = z.object({
  id: SeriesId,
  title: z.string(),
  episodeCount: z.int().nonnegative(),
  eligibleEpisodeCount: z.int().nonnegative(),
});
export type Series = z.infer<typeof Series>;

/** The name of a kind of source. Which there are, the host's own table says; one that it does not have cannot be read. */
export const SourceKind = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, {
  error: 'Write 1 to 32 small letters, digits and hyphens, a letter first.',
});
export type SourceKind = z.infer<typeof SourceKind>;

/** The kind that every host has: a folder on a disk of its machine, or mounted on it. */
export const FOLDER_SOURCE: SourceKind = 'folder';

/** Where media comes from. */
export const Source = z.object({
  id: SourceId,
  name: z.string(),
  kind: SourceKind,
  /** Where it lies, in the words of its kind: the absolute path of a folder, the address of a server. */
  path: z.string(),
  approveOnImport: z.boolean(),
  collectionId: CollectionId,
  assetCount: z.int().nonnegative(),
  lastScanAt: EpochMsSchema.nullable(),
  createdAt: EpochMsSchema,
});
export type Source = z.infer<typeof Source>;
