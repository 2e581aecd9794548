import { methods, type MethodName, type Output, type ParsedInput } from '#shared/contract/index.ts';
import type {
  EventEnvelope,
  RequestEnvelope,
  ResponseEnvelope,
} from '#shared/contract/envelope.ts';
import type { Transport } from '#shared/contract/client.ts';
import { AppError, notFound, toWireError } from '#shared/errors/app-error.ts';
import { Asset, type AssetKind } from '#shared/model/asset.ts';
import { Channel, DEFAULT_CHANNEL_FIELDS } from '#shared/model/channel.ts';
import { GuideEntry } from '#shared/model/guide.ts';
import { Job } from '#shared/model/job.ts';
import { Assignment, DEFAULT_PLAN_FIELDS, Plan } from '#shared/model/plan.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts';
import { applyPlanEdits } from '#shared/planning/plan/plan-edits.ts';
import { broadcastDateAt, broadcastDayWindow } from '#shared/time/broadcast-day.ts';
import { addDays } from '#shared/time/zone.ts';

/**
 * A station of make-believe for work on the interface and for tests of stores: three channels, a full day, answers
 * checked with the contract's own schemas. It plans nothing and plays nothing.
 */
export interface FakeStation extends Transport {
  /** What the client asked, in order. */
  readonly calls: RequestEnvelope[];
  readonly plans: Plan[];
  /** Pushes an event; `skip` leaves so many sequence numbers out. */
  push(event: string, payload: EventEnvelope['payload'], skip?: number): void;
  /** Changes a plan as another client would. */
  touchPlan(id: string): void;
}

export interface FakeStationOptions {
  readonly nowAt: () => number;
  /** A station as it comes: no channel, no folder. */
  readonly isEmpty?: boolean;
  readonly assetCount?: number;
}

const SHOWS = [
  ['Night Gallery', 'episode', 24],
  ['Harbour Lights', 'episode', 24],
  ['Professor Pixel', 'episode', 12],
  ['The Long Weekend', 'movie', 95],
  ['Signal from Mars', 'movie', 83],
  ['Midnight Express Line', 'movie', 112],
] as const;

const CHANNEL_NAMES = ['Station 42 One', 'Station 42 Movies', 'Retro Cartoons'] as const;

type FakeHandlers = {
  [Name in MethodName]?: (input: ParsedInput<Name>) => Output<Name>;
};

/** Makes the station. */
export function createFakeStation(options: FakeStationOptions): FakeStation {
  const { nowAt } = options;
  const startedAt = nowAt() - 3_600_000;
  const listeners = new Set<(event: EventEnvelope) => void>();
  const calls: RequestEnvelope[] = [];
  let sequence = 0;
  let settings: Settings = DEFAULT_SETTINGS;
  const channels =
    options.isEmpty === true
      ? []
      : CHANNEL_NAMES.map((name, index) => makeChannel(name, index, startedAt));
  const assets = options.isEmpty === true ? [] : makeAssets(options.assetCount ?? 400, startedAt);
  const plans: Plan[] = channels.flatMap((channel, index) => makePlans(channel, index, startedAt));
  let jobs: Job[] = options.isEmpty === true ? [] : [makeJob(startedAt, nowAt())];
  const first = channels[0];

  function push(event: string, payload: EventEnvelope['payload'], skip = 0): void {
    sequence += 1 + skip;
    for (const listener of listeners) listener({ event, sequence, payload });
  }

  function planOf(id: string): Plan {
    const plan = plans.find((one) => one.id === id);
    if (!plan) throw notFound('plan', id);
    return plan;
  }

  function setPlan(plan: Plan): Plan {
    plans[plans.findIndex(({ id }) => id === plan.id)] = plan;
    push('plans.changed', { channelId: plan.channelId, planId: plan.id });
    return plan;
  }

  function names(): Output<'plan.show'>['names'] {
    return SHOWS.map(([title, kind], index) => ({
      key: kind === 'episode' ? `series:series-${String(index)}` : `asset:asset-${String(index)}`,
      title,
      kind,
      isEligible: true,
    }));
  }

  function entriesOf(channel: Channel, date: string): GuideEntry[] {
    const { startAt, endAt } = broadcastDayWindow(channel, date);
    const entries: GuideEntry[] = [];
    let at = startAt;
    for (let index = channel.number; at < endAt; index += 1) {
      const [title, kind, minutes] = SHOWS[index % SHOWS.length]!;
      const slots = Math.ceil(minutes / channel.gridMinutes);
      const until = Math.min(endAt, at + slots * channel.gridMinutes * 60_000);
      entries.push(
        GuideEntry.parse({
          airingId: `${channel.id} ${date} ${String(index)}`,
          channelId: channel.id,
          broadcastDate: date,
          startAt: at,
          endAt: until,
          title,
          episodeTitle: kind === 'episode' ? `Part ${String((index % 9) + 1)}` : null,
          seasonNumber: kind === 'episode' ? 1 : null,
          episodeNumber: kind === 'episode' ? (index % 9) + 1 : null,
          year: kind === 'movie' ? 1970 + (index % 20) : null,
          kind,
          assetId: null,
          contentDurationMs: minutes * 60_000,
          displayDuration:
            kind === 'movie'
              ? `${String(Math.floor(minutes / 60))}h ${String(minutes % 60)}m`
              : null,
        }),
      );
      at = until;
    }
    return entries;
  }

  const handlers: FakeHandlers = {
    'station.status': () => ({
      stationName: settings.stationName,
      version: '0.1.0',
      nowAt: nowAt(),
      startedAt,
      timezone: 'America/New_York',
      dataFolder: '/station',
      broadcastUrl: 'http://127.0.0.1:9',
      isSharedOnNetwork: settings.shareOnNetwork,
      networkUrls: settings.shareOnNetwork ? ['http://192.168.1.20:8777'] : [],
      listeners: [{ name: 'broadcast' as const, url: 'http://127.0.0.1:9' }],
      lastFault: null,
      health: { state: 'good', sentence: 'Every channel is planned and prepared.' },
      ffmpeg: { isAvailable: true, path: '/usr/bin/ffmpeg', version: '5.1.9', remedy: null },
      cache: {
        usedBytes: 3_400_000_000,
        budgetBytes: 21_474_836_480,
        segmentCount: 4_812,
        fault: null,
      },
      lastBackup: null,
      assetCount: assets.length,
      channelCount: channels.length,
    }),
    'station.horizon': () =>
      channels.map(({ id }) => ({
        channelId: id,
        scheduleUntil: nowAt() + 3 * 86_400_000,
        logUntil: nowAt() + 6 * 3_600_000,
        isHealthy: true,
        lastEvaluatedAt: nowAt(),
        lastExtendedAt: nowAt(),
        warnings: [],
        fault: null,
      })),
    'onair.list': () =>
      channels.map((channel) => {
        const at = nowAt();
        const day = entriesOf(channel, broadcastDateAt(channel, at));
        const index = day.findIndex((entry) => entry.startAt <= at && at < entry.endAt);
        const now = day[index]!;
        const next = day[index + 1];
        return {
          channelId: channel.id,
          now: {
            airingId: now.airingId,
            title: now.title,
            episodeTitle: now.episodeTitle,
            startAt: now.startAt,
            endAt: now.endAt,
            eventId: `${now.airingId} event` as Output<'log.list'>[number]['events'][number]['id'],
            eventKind: channel.number === 7 ? ('interstitial' as const) : ('act' as const),
            eventTitle: channel.number === 7 ? 'Soda Pop Commercial' : `${now.title}, act 2`,
            eventEndAt: Math.min(now.endAt, at + 95_000),
            assetId: null,
            assetOffsetMs: 0,
            frame: 1,
          },
          next: next
            ? {
                airingId: next.airingId,
                title: next.title,
                episodeTitle: next.episodeTitle,
                startAt: next.startAt,
                endAt: next.endAt,
              }
            : null,
          viewers: channel.number === 2 ? 1 : 0,
          state: channel.number === 2 ? ('running' as const) : ('stopped' as const),
          preparedMs: 42_000,
          isSlate: false,
          slates: null,
        };
      }),
    'channel.list': () => channels,
    'channel.create': (input) => {
      const taken = channels.find(({ number }) => number === input.number);
      if (taken) {
        throw new AppError(
          'already-exists',
          `Number ${String(input.number)} is taken by ${taken.name}.`,
          {
            field: 'number',
            remedy: 'Choose another number.',
          },
        );
      }
      const made = { ...makeChannel(input.name, channels.length, nowAt()), ...input } as Channel;
      channels.push(made);
      push('channels.changed', {});
      return made;
    },
    'channel.update': (input) => {
      const index = channels.findIndex(({ id }) => id === input.id);
      const changed = { ...channels[index]!, ...input.changes } as Channel;
      channels[index] = changed;
      push('channels.changed', {});
      return changed;
    },
    'channel.delete': () => {
      throw new AppError('has-dependents', 'The channel has 2 plans, 4 days and 310 as-run rows.', {
        remedy: 'Switch it off instead.',
      });
    },
    'plan.list': ({ channelId }) =>
      plans.filter((plan) => channelId === undefined || plan.channelId === channelId),
    'plan.show': ({ selector }) => ({ plan: planOf(selector), names: names() }),
    'plan.validate': ({ id }) => {
      const rows = planOf(id).draft ?? planOf(id).assignments;
      return rows.length > 3
        ? []
        : [
            {
              severity: 'warning',
              rule: 'INV-PLAN-FULL-COVERAGE-001',
              message: 'Nothing is planned from 12:00 to 18:00.',
              remedy: 'Default programming fills it.',
              subjectId: rows[0]?.id ?? null,
              startAt: null,
            },
          ];
    },
    'plan.editDraft': ({ id, version, edits }) => {
      const plan = planOf(id);
      if (plan.version !== version) {
        throw new AppError('stale-version', 'The plan was changed elsewhere.', {
          remedy: 'Fetch it again.',
        });
      }
      const draft = applyPlanEdits(plan.draft ?? plan.assignments, edits);
      const isSame = JSON.stringify(draft) === JSON.stringify(plan.assignments);
      return setPlan({ ...plan, version: version + 1, draft: isSame ? null : draft });
    },
    'plan.discardDraft': ({ id }) => {
      const plan = planOf(id);
      return setPlan({ ...plan, version: plan.version + 1, draft: null });
    },
    'plan.publish': ({ id }) => {
      const plan = planOf(id);
      const published = setPlan({
        ...plan,
        version: plan.version + 1,
        assignments: plan.draft ?? plan.assignments,
        draft: null,
      });
      const today = broadcastDateAt(first!, nowAt());
      return { plan: published, showsFrom: addDays(today, 4), days: [], findings: [] };
    },
    'plan.update': ({ id, changes }) => setPlan(Plan.parse({ ...planOf(id), ...changes })),
    'plan.create': (input) => {
      const made = Plan.parse({
        ...DEFAULT_PLAN_FIELDS,
        ...input,
        id: `plan-${String(plans.length)}`,
        version: 1,
        createdAt: nowAt(),
        updatedAt: nowAt(),
        assignments: [],
        draft: null,
      });
      plans.push(made);
      push('plans.changed', { channelId: made.channelId, planId: made.id });
      return made;
    },
    'day.list': ({ channelId }) => {
      if (!first) return [];
      const today = broadcastDateAt(first, nowAt());
      return [0, 1, 2, 3].map((offset) => {
        const date = addDays(today, offset);
        return {
          id: `day ${date}` as Output<'day.list'>[number]['id'],
          channelId: channelId ?? first.id,
          broadcastDate: date,
          planId: null,
          isManualOverride: false,
          ...broadcastDayWindow(first, date),
          contentHash: 'x',
          frozenAt: nowAt(),
          airingCount: 40,
          status: 'approved' as const,
        };
      });
    },
    'day.why': () => {
      throw notFound('airing', 'x');
    },
    'guide.list': ({ startAt, endAt }) => {
      const today = first ? broadcastDateAt(first, nowAt()) : '2026-01-01';
      if (first && startAt >= broadcastDayWindow(first, addDays(today, 4)).startAt) {
        throw new AppError('horizon-no-schedule-data', 'Nothing is frozen for then.', {});
      }
      return channels.flatMap((channel) => {
        const date = broadcastDateAt(channel, startAt);
        return entriesOf(channel, date).filter(
          (entry) => entry.startAt < endAt && entry.endAt > startAt,
        );
      });
    },
    'source.list': () =>
      options.isEmpty === true
        ? []
        : [
            {
              id: 'source-1' as Output<'source.list'>[number]['id'],
              name: 'Television',
              kind: 'folder',
              path: '/media/television',
              approveOnImport: true,
              collectionId: 'collection-1' as Output<'source.list'>[number]['collectionId'],
              assetCount: assets.length,
              lastScanAt: nowAt() - 600_000,
              createdAt: startedAt,
            },
          ],
    'asset.list': (input) => {
      const words = input.text.toLowerCase().split(/\s+/).filter(Boolean);
      const found = assets.filter(
        (asset) =>
          (input.kinds.length === 0 || input.kinds.includes(asset.kind)) &&
          (input.states.length === 0 || input.states.includes(asset.state)) &&
          (input.attention !== 'fault' || asset.fault !== null) &&
          (input.attention !== 'unapproved' || !asset.isApproved) &&
          words.every((word) =>
            `${asset.title} ${asset.seriesTitle ?? ''}`.toLowerCase().includes(word),
          ),
      );
      const items = found.slice(input.offset, input.offset + input.limit).map((asset) => {
        const { probe: _probe, markers, ...summary } = asset;
        return { ...summary, markerCount: markers.length, sourceId: 'source-1' as never };
      });
      return { total: found.length, items };
    },
    'asset.show': ({ id }) => {
      const asset = assets.find((one) => one.id === id);
      if (!asset) throw notFound('asset', id);
      return { asset, sourcePath: '/media/television', scheduledAirings: 3 };
    },
    'asset.setApproval': ({ ids, isApproved }) => {
      for (const [index, asset] of assets.entries()) {
        if (ids.includes(asset.id)) assets[index] = { ...asset, isApproved };
      }
      push('library.changed', {});
      return { changedIds: ids };
    },
    'series.list': ({ text }) =>
      SHOWS.flatMap(([title, kind], index) =>
        kind === 'episode' &&
        options.isEmpty !== true &&
        title.toLowerCase().includes(text.toLowerCase())
          ? [
              {
                id: `series-${String(index)}` as never,
                title,
                episodeCount: 26,
                eligibleEpisodeCount: 24,
              },
            ]
          : [],
      ),
    'job.list': () => jobs,
    'job.dismiss': ({ id }) => {
      jobs = jobs.filter((job) => job.id !== id);
      push('job.removed', { id });
      return {};
    },
    'settings.get': () => settings,
    'settings.update': ({ changes }) => {
      settings = { ...settings, ...changes } as Settings;
      push('settings.changed', {});
      return settings;
    },
  };

  return {
    calls,
    plans,
    push,
    touchPlan(id) {
      const plan = planOf(id);
      plans[plans.indexOf(plan)] = { ...plan, version: plan.version + 1 };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async request(envelope): Promise<ResponseEnvelope> {
      calls.push(envelope);
      await Promise.resolve();
      try {
        const name = envelope.method as MethodName;
        const handler = handlers[name] as ((input: unknown) => unknown) | undefined;
        if (!handler) throw new AppError('unavailable', `The fake station has no ${name}.`);
        const output = handler(methods[name].input.parse(envelope.input));
        const checked = methods[name].output.parse(structuredClone(output));
        return { id: envelope.id, ok: true, output: checked as never };
      } catch (error) {
        const known = error instanceof AppError ? error : new AppError('internal', String(error));
        return { id: envelope.id, ok: false, error: toWireError(known) as never };
      }
    },
  };
}

function makeChannel(name: string, index: number, at: number): Channel {
  return Channel.parse({
    ...DEFAULT_CHANNEL_FIELDS,
    number: [2, 7, 42][index] ?? 50 + index,
    name,
    timezone: 'America/New_York',
    kind: index === 1 ? 'movie' : 'network',
    id: `channel-${String(index)}`,
    slug: name.toLowerCase().replaceAll(' ', '-'),
    epochAt: 0,
    version: 1,
    createdAt: at,
    updatedAt: at,
  });
}

function makePlans(channel: Channel, index: number, at: number): Plan[] {
  const row = (id: number, start: number, duration: number, show: number) =>
    Assignment.parse({
      id: `row-${String(index)}-${String(id)}`,
      planId: `plan-${String(index)}-base`,
      startOffsetMinutes: start,
      durationMinutes: duration,
      content:
        SHOWS[show]![1] === 'episode'
          ? { type: 'series', seriesId: `series-${String(show)}` }
          : { type: 'asset', assetId: `asset-${String(show)}` },
      episodePolicy: 'sequential',
      operatorIntent: null,
      labelId: null,
    });
  const base = {
    ...DEFAULT_PLAN_FIELDS,
    channelId: channel.id,
    version: 1,
    createdAt: at,
    updatedAt: at,
    draft: null,
  };
  return [
    Plan.parse({
      ...base,
      id: `plan-${String(index)}-base`,
      name: 'Every day',
      assignments: [
        row(1, 60, 60, 2),
        row(2, 180, 30, 0),
        row(3, 240, 120, 3),
        row(4, 840, 60, 1),
        row(5, 960, 120, 4),
      ],
    }),
    Plan.parse({
      ...base,
      id: `plan-${String(index)}-weekend`,
      name: 'Weekend',
      cron: '* * * * 6,0',
      priority: 10,
      layering: 'merge',
      assignments: [row(6, 120, 120, 5), row(7, 600, 90, 2)],
    }),
  ];
}

function makeAssets(count: number, at: number): Asset[] {
  const kinds: AssetKind[] = [
    'episode',
    'episode',
    'movie',
    'commercial',
    'promo',
    'bumper',
    'station-id',
    'psa',
    'filler',
  ];
  return Array.from({ length: count }, (_, index) => {
    const show = SHOWS[index % SHOWS.length]!;
    const kind = index < SHOWS.length ? show[1] : kinds[index % kinds.length]!;
    const isFaulty = index % 37 === 36;
    const isProgramme = kind === 'episode' || kind === 'movie';
    return Asset.parse({
      id: `asset-${String(index)}`,
      collectionId: 'collection-1',
      relativePath: `Shows/${show[0]}/Season 1/${show[0]} - S01E${String(index).padStart(2, '0')}.mkv`,
      sizeBytes: 734_003_200,
      modifiedAt: at,
      contentIdentity: `content-${String(index)}`,
      kind,
      title:
        kind === 'episode'
          ? `Part ${String(index + 1)}`
          : isProgramme
            ? show[0]
            : `Spot ${String(index)}`,
      year: kind === 'movie' ? 1974 : null,
      seriesId: kind === 'episode' ? 'series-0' : null,
      seriesTitle: kind === 'episode' ? show[0] : null,
      seasonNumber: kind === 'episode' ? 1 : null,
      episodeNumber: kind === 'episode' ? (index % 26) + 1 : null,
      state: index % 23 === 22 ? 'enriching' : 'ready',
      isApproved: index % 11 !== 10,
      fault: isFaulty ? 'audio-only' : null,
      faultDetail: isFaulty ? 'The file has sound but no picture; only video can air.' : null,
      durationMs: isProgramme ? show[2] * 60_000 : 30_000,
      probe: {
        container: 'matroska',
        durationMs: 1_440_000,
        videoCodec: 'h264',
        width: 720,
        height: 480,
        sampleAspect: '8:9',
        frameRateN: 30_000,
        frameRateD: 1_001,
        isInterlaced: index % 2 === 0,
        containerStartSeconds: 0,
        videoStartSeconds: 0,
        videoStreamIndex: 0,
        audioStreamIndex: 1,
        audioCodec: 'aac',
        audioChannels: 2,
      },
      loudness: { integratedLufs: -21.4, truePeakDbtp: -3 },
      markers: isProgramme
        ? [0, 0.3, 0.62, 0.9].map((share, place) => ({
            kind: place === 2 ? 'break' : 'chapter',
            startMs: Math.round(share * show[2] * 60_000),
            endMs: null,
            title: `Act ${String(place + 1)}`,
            origin: 'file',
          }))
        : [],
      tags: [],
      discoveredAt: at,
      updatedAt: at,
    });
  });
}

function makeJob(startedAt: number, nowAt: number): Job {
  return Job.parse({
    id: 'job-1',
    kind: 'scan',
    title: 'Scan Television',
    state: 'running',
    phase: 'Probing Harbour Lights - S01E07.mkv',
    done: 214,
    total: 400,
    cancelNote: 'What has been found stays in the library.',
    problems: ['Notes.txt is not a video.'],
    error: null,
    startedAt: Math.max(startedAt, nowAt - 42_000),
    endedAt: null,
  });
}
