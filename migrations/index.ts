import type { Kysely } from 'kysely';

import { up as channelsAndLibrary } from './0001-channels-and-library.ts';
import { up as plans } from './0002-plans.ts';
import { up as schedule } from './0003-schedule.ts';
import { up as logAndAsRun } from './0004-log-and-as-run.ts';
import { up as settingsAndJobs } from './0005-settings-and-jobs.ts';
import { up as contentAndZones } from './0006-content-and-zones.ts';
import { up as overridesAndIncidents } from './0007-overrides-and-incidents.ts';
import { up as trafficRules } from './0008-traffic-rules.ts';
import { up as openContent } from './0009-open-content.ts';
import { up as dayApprovals } from './0010-day-approvals.ts';
import { up as channelDayparts } from './0011-channel-dayparts.ts';
import { up as pins } from './0012-pins.ts';
import { up as preparationLimit } from './0013-preparation-limit.ts';
import { up as hardStarts } from './0014-hard-starts.ts';
import { up as blocks } from './0015-blocks.ts';
import { up as openPolicies } from './0016-open-policies.ts';
import { up as supersededLog } from './0017-superseded-log.ts';
import { up as alternatingPlans } from './0018-alternating-plans.ts';
import { up as virtualAssets } from './0019-virtual-assets.ts';
import { up as zoneParents } from './0020-zone-parents.ts';
import { up as assetsOfRemovedSources } from './0021-assets-of-removed-sources.ts';
import { up as breaksByKind } from './0022-breaks-by-kind.ts';
import { up as rebuildOffers } from './0023-rebuild-offers.ts';
import { up as dayCloses } from './0024-day-closes.ts';
import { up as openKinds } from './0025-open-kinds.ts';
import { up as packedShorts } from './0026-packed-shorts.ts';
import { up as rowFills } from './0027-row-fills.ts';
import { up as shortsInGuide } from './0028-shorts-in-guide.ts';

/** One step of the schema. A released migration is never edited; a change is a further one. */
export interface Migration {
  readonly name: string;
  readonly up: (db: Kysely<unknown>) => Promise<void>;
  /**
   * Whether it makes tables anew that others refer to. It then runs while foreign keys are not enforced; that all of them hold
   * is checked before anything is kept.
   */
  readonly rebuilds?: true;
}

/** All steps in order; a file's version is the number of those it has had. A static list, so that a bundle holds it. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '0001-channels-and-library', up: channelsAndLibrary },
  { name: '0002-plans', up: plans },
  { name: '0003-schedule', up: schedule },
  { name: '0004-log-and-as-run', up: logAndAsRun },
  { name: '0005-settings-and-jobs', up: settingsAndJobs },
  { name: '0006-content-and-zones', up: contentAndZones },
  { name: '0007-overrides-and-incidents', up: overridesAndIncidents },
  { name: '0008-traffic-rules', up: trafficRules },
  { name: '0009-open-content', up: openContent },
  { name: '0010-day-approvals', up: dayApprovals },
  { name: '0011-channel-dayparts', up: channelDayparts },
  { name: '0012-pins', up: pins },
  { name: '0013-preparation-limit', up: preparationLimit },
  { name: '0014-hard-starts', up: hardStarts },
  { name: '0015-blocks', up: blocks },
  { name: '0016-open-policies', up: openPolicies },
  { name: '0017-superseded-log', up: supersededLog },
  { name: '0018-alternating-plans', up: alternatingPlans },
  { name: '0019-virtual-assets', up: virtualAssets },
  { name: '0020-zone-parents', up: zoneParents },
  { name: '0021-assets-of-removed-sources', up: assetsOfRemovedSources },
  { name: '0022-breaks-by-kind', up: breaksByKind },
  { name: '0023-rebuild-offers', up: rebuildOffers },
  { name: '0024-day-closes', up: dayCloses },
  { name: '0025-open-kinds', up: openKinds, rebuilds: true },
  { name: '0026-packed-shorts', up: packedShorts },
  { name: '0027-row-fills', up: rowFills },
  { name: '0028-shorts-in-guide', up: shortsInGuide },
];
