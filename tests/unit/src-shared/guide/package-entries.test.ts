import { describe, expect, test } from 'vitest';

import { guideEntryOf } from '#shared/guide/entries.ts';
import { programmeId } from '#shared/guide/programme-id.ts';
import { withPreviousShowings } from '#shared/guide/showings.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { assetIds, makePackageRow, makeSequence } from '#tests/helpers/package-fixtures.ts';
import {
  plannedBy,
  makeAsset,
  makeChannel,
  makeEpisodes,
  makeInterstitials,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';
import { icalendarDocument, xmltvDocument } from '#tests/helpers/whole-documents.ts';

const channel = makeChannel({ defaultProgramming: { kind: 'slate' } });
const source = makeSequence('Double <feature>', ['film', 'alpha-e1'], {
  before: assetIds('station-id-001'),
});
const { day } = resolveDay({
  channel,
  date: '2026-02-10',
  carryIn: EMPTY_CARRY,
  planned: plannedBy([
    makePlan('plan', [makePackageRow(0, 180, source), makeRow(300, 120, 'asset:film')]),
  ]),
  catalog: buildCatalog(
    [makeAsset('film'), ...makeEpisodes('alpha', 2), ...makeInterstitials('station-id', 1, 10)],
    [source],
  ),
});
const entries = day.airings.map(guideEntryOf);
const [entry] = entries;
if (!entry) throw new Error('The guide is empty.');

describe('a package in the guide', () => {
  test('is one entry by its own name that lists its programmes and no idents', () => {
    expect(entry).toMatchObject({
      kind: 'package',
      title: 'Double <feature>',
      assetId: null,
      episodeNumber: null,
      startAt: day.airings[0]?.startAt,
      endAt: day.airings[0]?.endAt,
      members: [
        { assetId: 'film', title: 'Title of film', episodeTitle: null },
        { assetId: 'alpha-e1', title: 'The alpha show', episodeTitle: 'Part 1' },
      ],
    });
    expect(entries.slice(1).every((other) => !('members' in other))).toBe(true);
  });

  test('counts as a showing of its programmes, and claims to be neither new nor repeated itself', () => {
    const shown = withPreviousShowings(entries, new Map());
    expect(shown[0]).not.toHaveProperty('previousStartAt');
    expect(shown.find(({ assetId }) => assetId === 'film')).toMatchObject({
      previousStartAt: entry.startAt,
    });
  });

  test('is described by its programmes in XMLTV and the calendar', () => {
    expect(programmeId(entry)).toBeNull();
    const document = xmltvDocument({
      stationName: 'Attic TV',
      channels: [channel],
      entries: [entry],
    });
    expect(document).toContain('<title lang="en">Double &lt;feature&gt;</title>');
    expect(document).toContain('<desc lang="en">Title of film · The alpha show: Part 1</desc>');
    expect(document).not.toMatch(/<(?:new|previously-shown|sub-title)/);
    const calendar = icalendarDocument(channel, [{ entry, frozenAt: 0 }]);
    expect(calendar).toContain('DESCRIPTION:Title of film · The alpha show: Part 1');
  });
});
