import { accessTo } from '#main/library/sources/kinds.ts';
import type { EvidenceWriter, PlayableAsset, PlayoutReader } from '#main/playout/ports.ts';
import type { Store } from '#main/store/store.ts';
import type { Source } from '#shared/model/asset.ts';
import type { AssetId, CollectionId } from '#shared/model/ids.ts';
import { PresenceSpans } from '#shared/model/playout.ts';

const PRESENCE_FACT = 'playout.presence';
/** What stations noted before they remembered spans. */
const LAST_ALIVE_FACT = 'playout.last-alive-at';

/** What the air is told, read from the station's memory. */
export interface StationReader extends PlayoutReader {
  /** Those of the assets that can be played. */
  playableMany(ids: readonly AssetId[]): Promise<ReadonlyMap<AssetId, PlayableAsset>>;
}

/** The station's memory as playout reads it. */
export function readerOver(store: Store): StationReader {
  async function playableMany(
    ids: readonly AssetId[],
  ): Promise<ReadonlyMap<AssetId, PlayableAsset>> {
    const found = new Map<AssetId, PlayableAsset>();
    const sources = new Map<CollectionId, Source | null>();
    for (const asset of await store.assets.getMany(ids)) {
      if (!asset.probe) continue;
      const { collectionId } = asset;
      if (!sources.has(collectionId)) {
        sources.set(collectionId, await store.sources.getByCollection(collectionId));
      }
      const source = sources.get(collectionId);
      if (!source) continue;
      found.set(asset.id, { asset, absolutePath: accessTo(source).locate(asset.relativePath) });
    }
    return found;
  }

  return {
    playableMany,
    channels: () => store.channels.list(),
    blocksIn: (channelId, window) => store.log.blocksIn(channelId, window),
    discontinuitiesUntil: (channelId, startAt) =>
      store.log.discontinuitiesUntil(channelId, startAt),
    playable: async (assetId) => (await playableMany([assetId])).get(assetId) ?? null,
    airingNames: (airingId) => store.days.getAiring(airingId),
    async recordedUntil(channelId) {
      const last = await store.asRun.last(channelId);
      return last ? last.startedAt + last.durationMs : null;
    },
    async presence() {
      const fact = await store.settings.getFact(PRESENCE_FACT);
      if (fact !== null) return PresenceSpans.parse(JSON.parse(fact));
      const lastAlive = await store.settings.getFact(LAST_ALIVE_FACT);
      if (lastAlive === null) return [];
      return [{ fromAt: 0, toAt: Number(lastAlive), after: 'not-running' }];
    },
    substitutionsFrom: (channelId, mediaSequence) =>
      store.playout.substitutionsFrom(channelId, mediaSequence),
    latestSession: (channelId) => store.playout.latestSession(channelId),
  };
}

/** Writes what happened on the air straight into the station's memory. */
export function evidenceInto(store: Store): EvidenceWriter {
  return {
    saveSession: (session) => store.playout.saveSession(session),
    addSubstitution: (substitution) =>
      store.durable((durable) => durable.playout.addSubstitution(substitution)),
    appendAsRun: (rows) => store.durable((durable) => durable.asRun.append(rows)),
    notePresence: (spans) => store.settings.setFact(PRESENCE_FACT, JSON.stringify(spans)),
  };
}
