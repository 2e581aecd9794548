import { z } from 'zod';

import {
  FOLDER_SOURCE,
  SourceKind,
  Asset,
  AssetKind,
  AssetName,
  AssetState,
  Series,
  Source,
} from '../model/asset.ts';
import { AssetId, JobId, SeriesId, SourceId } from '../model/ids.ts';
import { Job } from '../model/job.ts';
import { nameSchema } from '../model/scalars.ts';
import { Settings } from '../model/settings.ts';
import { changesTo } from './changes.ts';
import { command, query } from './define.ts';

/** What the library list shows of one asset. */
export const AssetSummary = Asset.omit({ probe: true, markers: true }).extend({
  markerCount: z.int().nonnegative(),
  sourceId: SourceId,
});
export type AssetSummary = z.infer<typeof AssetSummary>;

export const AssetFilter = z.object({
  /** Words that must all occur in title, series or path; any case. */
  text: z.string().default(''),
  kinds: z.array(AssetKind).default([]),
  states: z.array(AssetState).default([]),
  sourceId: SourceId.optional(),
  seriesId: SeriesId.optional(),
  /** Only assets with a fault, or only those waiting for approval. */
  attention: z.enum(['fault', 'unapproved']).optional(),
});
export type AssetFilter = z.infer<typeof AssetFilter>;

export const libraryMethods = {
  'source.list': query(z.object({}), z.array(Source)),
  'source.add': command(
    z.object({
      /** Refused (`invalid-input`) when this station has no such kind. */
      kind: SourceKind.default(FOLDER_SOURCE),
      /** Where it lies, in the words of its kind: the absolute path of a folder. */
      path: z.string().min(1).max(4_096),
      /** What the place is called unless told otherwise. */
      name: nameSchema(120).optional(),
      approveOnImport: z.boolean().default(true),
    }),
    Source,
    ['already-exists', 'source-unreachable'],
  ),
  'source.update': command(
    z.object({
      id: SourceId,
      changes: z.object({ name: nameSchema(120), approveOnImport: z.boolean() }).partial(),
    }),
    Source,
    ['not-found'],
  ),
  /** The source lies elsewhere now: assets, rows, history and markers stay. Scan it afterwards to see what else changed. */
  'source.move': command(z.object({ id: SourceId, path: z.string().min(1).max(4_096) }), Source, [
    'not-found',
    'already-exists',
    'source-unreachable',
  ]),
  /**
   * Takes the folder out of the library; its assets are retired, the files are not touched. The same files, added again
   * from wherever they lie, bring the assets back.
   */
  'source.remove': command(z.object({ id: SourceId }), z.object({}), ['not-found']),
  /** Starts a scan in the background, of one folder or all. One already running is answered instead. */
  'source.scan': command(z.object({ id: SourceId.optional() }), z.array(Job), [
    'not-found',
    'ffmpeg-unavailable',
    'source-unreachable',
  ]),
  'asset.list': query(
    AssetFilter.extend({
      offset: z.int().nonnegative().default(0),
      limit: z.int().min(1).max(1_000).default(200),
      sort: z.enum(['title', 'kind', 'duration', 'discovered']).default('title'),
    }),
    z.object({ total: z.int().nonnegative(), items: z.array(AssetSummary) }),
  ),
  'asset.show': query(
    z.object({ id: AssetId }),
    z.object({ asset: Asset, sourcePath: z.string(), scheduledAirings: z.int().nonnegative() }),
    ['not-found'],
  ),
  /**
   * A small picture of an asset, 240 pixels tall: JPEG, as a data URL of at most 350,000 characters. Without an instant one a fifth
   * into it.
   */
  'asset.picture': query(
    z.object({ id: AssetId, atMs: z.int().nonnegative().nullable().default(null) }),
    z.object({
      atMs: z.int().nonnegative(),
      url: z.string().startsWith('data:image/jpeg;base64,'),
    }),
    ['not-found', 'media-unreadable', 'ffmpeg-unavailable'],
  ),
  /**
   * Which assets each name may mean: an id, a path, a file name without extension, a title, `Title (1984)`, `Series S01E02`,
   * `Series - S01E02 - Title`; any case. Several for one that is ambiguous, none for one that is unknown.
   */
  'asset.find': query(
    z.object({ names: z.array(z.string().max(4_096)).min(1).max(1_000) }),
    z.array(z.object({ name: z.string(), matches: z.array(AssetName) })),
  ),
  /** Allows or forbids the broadcast of assets. Refused for assets that are not ready. */
  'asset.setApproval': command(
    z.object({ ids: z.array(AssetId).min(1), isApproved: z.boolean() }),
    z.object({ changedIds: z.array(AssetId) }),
    ['not-found', 'illegal-transition'],
  ),
  /** Takes assets out of use for good. */
  'asset.retire': command(
    z.object({ ids: z.array(AssetId).min(1) }),
    z.object({ changed: z.int().nonnegative() }),
    ['not-found', 'illegal-transition'],
  ),
  'series.list': query(z.object({ text: z.string().default('') }), z.array(Series)),
  'job.list': query(z.object({}), z.array(Job)),
  'job.cancel': command(z.object({ id: JobId }), Job, ['not-found', 'conflict']),
  'job.dismiss': command(z.object({ id: JobId }), z.object({}), ['not-found', 'conflict']),
  'settings.get': query(z.object({}), Settings),
  'settings.update': command(z.object({ changes: changesTo(Settings) }), Settings, [
    'ffmpeg-unavailable',
    'unavailable',
  ]),
  /** Makes clips, a library and three channels on the spot and puts them on the air. */
  'demo.create': command(z.object({}), Job, ['ffmpeg-unavailable', 'already-exists']),
} as const;
