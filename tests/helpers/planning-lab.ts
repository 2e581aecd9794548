import { createHorizon, type Horizon, type HorizonDependencies } from '#main/horizon/horizon.ts';
import type { Store } from '#main/store/store.ts';
import type { Channel } from '#shared/model/channel.ts';
import { AssetId, ChannelId, SeriesId } from '#shared/model/ids.ts';
import type { Asset } from '#shared/model/asset.ts';
import type { Assignment, Plan } from '#shared/model/plan.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts';
import type { EpochMs } from '#shared/time/units.ts';
import { buildAsset, buildSource } from '#tests/helpers/build-asset.ts';
import { createManualClock, type ManualClock } from '#tests/helpers/manual-clock.ts';
import { makeChannel, makePlan } from '#tests/helpers/planning-fixtures.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

/** A station without media: a real store, a library, a manual clock and the horizon. */
export interface PlanningLab {
  readonly clock: ManualClock;
  readonly store: Store;
  /** Of this lab alone; goes with it. */
  readonly folder: string;
  readonly horizon: Horizon;
  /** The series `alpha` (22 minutes) and `beta` (44 minutes). */
  readonly alpha: SeriesId;
  readonly beta: SeriesId;
  readonly changes: { readonly type: 'days' | 'log'; readonly channelId: ChannelId }[];
  readonly faults: { readonly channelId: ChannelId; readonly fault: unknown }[];
  addChannel(overrides?: Partial<Channel>): Promise<Channel>;
  addPlan(channel: Channel, rows: readonly Assignment[], overrides?: Partial<Plan>): Promise<Plan>;
  /** Another horizon on the same store, as after a restart. */
  restart(overrides?: Partial<HorizonDependencies>): Horizon;
  dispose(): Promise<void>;
}

export interface PlanningLabOptions {
  readonly startAt?: EpochMs;
  readonly settings?: Partial<Settings>;
}

export async function createPlanningLab(options: PlanningLabOptions = {}): Promise<PlanningLab> {
  const clock = createManualClock(options.startAt);
  const temporary: TemporaryStore = await createTemporaryStore(clock);
  const { store } = temporary;
  const { alpha, beta } = await fillLibrary(store);
  const changes: PlanningLab['changes'] = [];
  const faults: PlanningLab['faults'] = [];
  const horizons: Horizon[] = [];
  const restart = (overrides: Partial<HorizonDependencies> = {}): Horizon => {
    const horizon = createHorizon({
      store,
      clock,
      settings: () => Promise.resolve({ ...DEFAULT_SETTINGS, ...options.settings }),
      onChange: (change) => changes.push(change),
      onFault: (channelId, fault) => faults.push({ channelId, fault }),
      mediaSequenceMark: null,
      ...overrides,
    });
    horizons.push(horizon);
    return horizon;
  };
  let channelNumber = 0;
  let planNumber = 0;
  return {
    clock,
    store,
    folder: temporary.folder,
    horizon: restart(),
    alpha,
    beta,
    changes,
    faults,
    restart,
    async addChannel(overrides = {}) {
      channelNumber += 1;
      const slug = overrides.slug ?? `channel-${String(channelNumber)}`;
      const channel = makeChannel({
        number: channelNumber,
        slug,
        name: `Channel ${String(channelNumber)}`,
        id: ChannelId.parse(slug),
        ...overrides,
      });
      await store.channels.insert(channel);
      return channel;
    },
    async addPlan(channel, rows, overrides = {}) {
      planNumber += 1;
      const plan = makePlan(`plan-${String(planNumber)}`, rows, {
        channelId: channel.id,
        ...overrides,
      });
      await store.plans.insert(plan);
      return plan;
    },
    async dispose() {
      for (const horizon of horizons) await horizon.stop();
      await temporary.dispose();
    },
  };
}

/** Two series, three movies, commercials, promos, bumpers, idents. */
export async function fillLibrary(store: Store): Promise<{ alpha: SeriesId; beta: SeriesId }> {
  await store.sources.insert(buildSource());
  const alpha = await store.assets.seriesByTitle('Alpha');
  const beta = await store.assets.seriesByTitle('Beta');
  const episodes = (series: typeof alpha, name: string, count: number, minutes: number): Asset[] =>
    Array.from({ length: count }, (_, index) =>
      buildAsset({
        id: AssetId.parse(`${name}-e${String(index + 1).padStart(2, '0')}`),
        kind: 'episode',
        title: `${name} ${String(index + 1)}`,
        seriesId: series.id,
        seriesTitle: series.title,
        seasonNumber: 1,
        episodeNumber: index + 1,
        durationMs: minutes * 60_000,
      }),
    );
  const spots = (kind: Asset['kind'], count: number, seconds: number): Asset[] =>
    Array.from({ length: count }, (_, index) =>
      buildAsset({
        id: AssetId.parse(`${kind}-${String(index + 1).padStart(2, '0')}`),
        kind,
        durationMs: seconds * 1_000,
      }),
    );
  const movies = [80, 105, 150].map((minutes) =>
    buildAsset({ id: AssetId.parse(`movie-${String(minutes)}`), durationMs: minutes * 60_000 }),
  );
  await store.assets.saveMany([
    ...episodes(alpha, 'alpha', 25, 22),
    ...episodes(beta, 'beta', 13, 44),
    ...movies,
    ...spots('commercial', 30, 30),
    ...spots('promo', 6, 20),
    ...spots('bumper', 5, 5),
    ...spots('station-id', 3, 10),
  ]);
  return { alpha: alpha.id, beta: beta.id };
}
