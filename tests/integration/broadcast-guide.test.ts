import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { finishText } from '#main/broadcast/documents/finished-text.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { guideDetailsOf } from '#shared/guide/details.ts';
import { PublicGuide } from '#shared/guide/public-guide.ts';
import { withPreviousShowings } from '#shared/guide/showings.ts';
import { DEFAULT_HOUSE_FORMAT } from '#shared/model/house-format.ts';
import { SeriesId } from '#shared/model/ids.ts';
import {
  CHANNEL_ONE,
  CHANNEL_TWO,
  startBroadcast,
  type BroadcastFixture,
} from '#tests/helpers/broadcast-fixture.ts';
import { exchange } from '#tests/helpers/http-exchange.ts';
import { TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';
import { scriptedChannel, scriptedEntry } from '#tests/helpers/scripted-on-air.ts';
import { xmltvDocument } from '#tests/helpers/whole-documents.ts';

const HALF_HOUR_MS = 1_800_000;
const XMLTV_DTD = '/usr/share/xmltv/xmltv.dtd';

const HOSTILE_NAME = 'Evil "x"\n#EXTINF:-1,\r\nhttp://evil.example/, & <b>]]>';
const HOSTILE = scriptedChannel(3, 'three', HOSTILE_NAME);
const HOSTILE_TITLE = '</title><script>alert(1)</script> "x"\n#EXTINF ]]> & \u0001 \u{1F4FA}';

const ENTRIES = [
  scriptedEntry(CHANNEL_ONE, {
    startAt: TEST_EPOCH_AT - HALF_HOUR_MS,
    endAt: TEST_EPOCH_AT + HALF_HOUR_MS,
    title: 'Night Court',
    episodeTitle: 'The Eye of the Beholder',
    seasonNumber: 1,
    episodeNumber: 2,
  }),
  scriptedEntry(CHANNEL_ONE, {
    startAt: TEST_EPOCH_AT + HALF_HOUR_MS,
    endAt: TEST_EPOCH_AT + 5 * HALF_HOUR_MS,
    title: 'The Apartment',
    kind: 'movie',
    year: 1960,
    displayDuration: '2h 5m',
  }),
  scriptedEntry(CHANNEL_TWO, {
    startAt: TEST_EPOCH_AT,
    endAt: TEST_EPOCH_AT + HALF_HOUR_MS,
    title: 'Cartoons',
  }),
  scriptedEntry(HOSTILE, {
    startAt: TEST_EPOCH_AT,
    endAt: TEST_EPOCH_AT + HALF_HOUR_MS,
    title: HOSTILE_TITLE,
  }),
];

const DETAILS = guideDetailsOf([
  ...['genre:Comedy', 'director:Ann', 'actor:Bo', 'writer:Cy', 'language:en', 'stars:7.5'],
  ...['rating:VCHIP:TV-PG', 'rating:PG'],
]);
if (!DETAILS) throw new Error('The tags say something.');

const CHANNELS = [CHANNEL_ONE, CHANNEL_TWO, HOSTILE];
const XMLTV = xmltvDocument({
  stationName: 'Test',
  channels: CHANNELS.map((channel) => ({ ...channel, houseFormat: DEFAULT_HOUSE_FORMAT })),
  entries: withPreviousShowings(
    ENTRIES.map((entry) => ({ ...entry, seriesId: SeriesId.parse('series-1'), details: DETAILS })),
    new Map(),
  ),
});

let broadcast: BroadcastFixture;

beforeAll(async () => {
  broadcast = await startBroadcast({ channels: CHANNELS, guide: ENTRIES, xmltv: XMLTV });
});

afterAll(async () => {
  await broadcast.close();
});

describe('GET /iptv/channels.m3u', () => {
  test('lists every channel under the name by which the client reached the station', async () => {
    const answer = await exchange(broadcast.url, '/iptv/channels.m3u', {
      headers: { host: 'retrovue.local:8777' },
    });
    const text = answer.body.toString('utf8');

    expect(answer.headers['content-type']).toBe('application/x-mpegurl; charset=utf-8');
    expect(text).toMatch(/^#EXTM3U .*x-tvg-url="http:\/\/retrovue\.local:8777\/iptv\/guide\.xml"/);
    expect(text).toContain('\nhttp://retrovue.local:8777/hls/channel-one/live.m3u8\n');
    expect(text).toContain('\nhttp://retrovue.local:8777/hls/two/live.m3u8\n');
  });

  test('names transport streams when asked to', async () => {
    const answer = await exchange(broadcast.url, '/iptv/channels.m3u?mode=ts');

    expect(answer.body.toString('utf8')).toContain(`\n${broadcast.url}/channel/channel-one.ts\n`);
  });

  test('lets no channel name add a line, an attribute or a comma', async () => {
    const { body } = await exchange(broadcast.url, '/iptv/channels.m3u');
    const lines = body
      .toString('utf8')
      .trimEnd()
      .split(/[\r\n]+/);
    const entries = lines.filter((line) => line.startsWith('#EXTINF'));

    expect(lines).toHaveLength(1 + 2 * CHANNELS.length);
    expect(lines.filter((line) => line.startsWith('http'))).toHaveLength(CHANNELS.length);
    for (const entry of entries) {
      expect(entry.match(/"/g)).toHaveLength(8);
      expect(entry.split(',')).toHaveLength(2);
    }
  });

  test('groups the channels under the station’s name of the moment', async () => {
    let name = 'Kanal Fünf';
    const named = await startBroadcast({}, { stationName: () => name });
    const before = (await exchange(named.url, '/iptv/channels.m3u')).body.toString('utf8');
    name = 'Renamed';
    const after = (await exchange(named.url, '/iptv/channels.m3u')).body.toString('utf8');
    await named.close();

    expect(before).toContain('group-title="Kanal Fünf"');
    expect(after).toContain('group-title="Renamed"');
  });

  test('names channels as the guide does', async () => {
    const { body } = await exchange(broadcast.url, '/iptv/channels.m3u');
    const listed = [...body.toString('utf8').matchAll(/tvg-id="([^"]*)"/g)].map(([, id]) => id);
    const guide = (await exchange(broadcast.url, '/iptv/guide.xml')).body.toString('utf8');
    const announced = [...guide.matchAll(/<channel id="([^"]*)"/g)].map(([, id]) => id);

    expect(listed).toEqual(announced);
  });

  test('refuses an unknown form', async () => {
    expect((await exchange(broadcast.url, '/iptv/channels.m3u?mode=rtsp')).status).toBe(400);
  });
});

describe('GET /iptv/guide.xml', () => {
  test('answers with the document, its type, a validator, and compressed when accepted', async () => {
    const plain = await exchange(broadcast.url, '/iptv/guide.xml');
    const packed = await exchange(broadcast.url, '/iptv/guide.xml', {
      headers: { 'accept-encoding': 'gzip' },
    });
    const again = await exchange(broadcast.url, '/iptv/guide.xml', {
      headers: { 'if-none-match': plain.headers.etag ?? '' },
    });

    expect(plain.headers['content-type']).toBe('application/xml; charset=utf-8');
    expect(plain.body.toString('utf8')).toBe(XMLTV);
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    expect(again.status).toBe(304);
  });

  test('reads back to the same titles, hostile ones too', async () => {
    const { body } = await exchange(broadcast.url, '/iptv/guide.xml');
    const parser = new XMLParser({ ignoreAttributes: true, trimValues: false });
    const document: unknown = parser.parse(body);

    expect(document).toMatchObject({
      tv: {
        programme: [
          { title: 'Night Court' },
          { title: 'The Apartment' },
          { title: 'Cartoons' },
          { title: HOSTILE_TITLE.replace('\u0001', '') },
        ],
      },
    });
  });

  test.skipIf(spawnSync('xmllint', ['--version']).error !== undefined || !existsSync(XMLTV_DTD))(
    'is valid by the XMLTV document type',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'retrovue-xmltv-'));
      const { body } = await exchange(broadcast.url, '/iptv/guide.xml');
      await writeFile(join(folder, 'guide.xml'), body);
      await copyFile(XMLTV_DTD, join(folder, 'xmltv.dtd'));
      const run = spawnSync('xmllint', ['--noout', '--nonet', '--valid', 'guide.xml'], {
        cwd: folder,
        encoding: 'utf8',
      });
      await rm(folder, { recursive: true });

      expect(run.stderr).toBe('');
      expect(run.status).toBe(0);
    },
  );

  test.skipIf(
    spawnSync('tv_validate_file', ['--help']).error !== undefined || !existsSync(XMLTV_DTD),
  )('passes the validator of the XMLTV project', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'retrovue-xmltv-'));
    const { body } = await exchange(broadcast.url, '/iptv/guide.xml');
    await writeFile(join(folder, 'guide.xml'), body);
    const run = spawnSync('tv_validate_file', ['guide.xml'], {
      cwd: folder,
      encoding: 'utf8',
      // The validator takes its document type from here; it would fetch it otherwise.
      env: { ...process.env, XMLTV_SUPPLEMENT: dirname(XMLTV_DTD) },
    });
    await rm(folder, { recursive: true });

    expect(`${run.stdout}${run.stderr}`).toMatch(/Validated ok/);
  });

  test('asks the station once for many clients at a time', async () => {
    const busy = await startBroadcast({ xmltv: XMLTV });
    let questions = 0;
    busy.source.xmltv = async () => {
      questions += 1;
      return finishText([Buffer.from(XMLTV)]);
    };
    await Promise.all(
      Array.from({ length: 20 }, async () => exchange(busy.url, '/iptv/guide.xml')),
    );
    await busy.close();

    expect(questions).toBe(1);
  });

  test('answers 503 when the guide has no data, and recovers', async () => {
    const dark = await startBroadcast({ xmltv: XMLTV });
    const { xmltv } = dark.source;
    dark.source.xmltv = async () =>
      Promise.reject(new AppError('horizon-no-schedule-data', 'The guide is empty.'));
    const failed = await exchange(dark.url, '/iptv/guide.xml');
    dark.source.xmltv = xmltv;
    const recovered = await exchange(dark.url, '/iptv/guide.xml');
    await dark.close();

    expect(failed.status).toBe(503);
    expect(recovered.status).toBe(200);
  });
});

describe('GET /iptv/guide.xml?times', () => {
  test('asks the station for the form that is wanted, and refuses any other', async () => {
    const asked: string[] = [];
    const other = await startBroadcast({ xmltv: XMLTV });
    other.source.xmltv = async (times) => {
      asked.push(times);
      return finishText([Buffer.from(`<tv date="${times}"/>`)]);
    };
    const local = await exchange(other.url, '/iptv/guide.xml?times=local');
    const utc = await exchange(other.url, '/iptv/guide.xml');
    const refused = await exchange(other.url, '/iptv/guide.xml?times=mars');
    await other.close();

    expect(asked).toEqual(['local', 'utc']);
    expect(local.body.toString()).toContain('local');
    expect(utc.body.toString()).toContain('utc');
    expect(refused.status).toBe(400);
  });
});

describe('GET /iptv/<slug>.ics', () => {
  test('gives the guide of a channel as a calendar', async () => {
    const answer = await exchange(broadcast.url, `/iptv/${CHANNEL_ONE.slug}.ics`);
    const text = answer.body.toString('utf8');

    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(text.match(/^BEGIN:VEVENT\r$/gm)).toHaveLength(2);
    expect(text).toContain('SUMMARY:Night Court\r\n');
    expect(text).not.toContain('Cartoons');
  });

  test('answers 304 to a client that has it', async () => {
    const path = `/iptv/${CHANNEL_ONE.slug}.ics`;
    const first = await exchange(broadcast.url, path);
    const again = await exchange(broadcast.url, path, {
      headers: { 'if-none-match': String(first.headers['etag']) },
    });

    expect(again.status).toBe(304);
  });

  test.each(['/iptv/nobody.ics', '/iptv/.ics', '/iptv/..%2Fone.ics', '/iptv/one.txt'])(
    'knows no %s',
    async (path) => {
      expect((await exchange(broadcast.url, path)).status).toBe(404);
    },
  );
});

describe('GET /guide/data.json', () => {
  async function readGuide(query = ''): Promise<PublicGuide> {
    const { body } = await exchange(broadcast.url, `/guide/data.json${query}`);
    return PublicGuide.parse(JSON.parse(body.toString('utf8')));
  }

  test('gives every channel in order with its entries of six hours from the half hour before now', async () => {
    const guide = await readGuide();

    expect(guide.stationName).toBe('Test Station');
    expect(guide.startAt).toBe(TEST_EPOCH_AT);
    expect(guide.endAt).toBe(TEST_EPOCH_AT + 12 * HALF_HOUR_MS);
    expect(guide.channels.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(guide.channels[0]?.entries.map(({ title }) => title)).toEqual([
      'Night Court',
      'The Apartment',
    ]);
    expect(guide.channels[2]?.entries[0]?.title).toBe(HOSTILE_TITLE);
  });

  test('tells the time beside the guide, and answers 304 to a page that has this guide', async () => {
    const first = await exchange(broadcast.url, '/guide/data.json');
    const again = await exchange(broadcast.url, '/guide/data.json', {
      headers: { 'if-none-match': first.headers.etag ?? '' },
    });

    expect(first.headers['retrovue-now']).toBe(String(broadcast.clock.nowAt()));
    expect(again.status).toBe(304);
    expect(again.headers['retrovue-now']).toBe(String(broadcast.clock.nowAt()));
  });

  test('reads the guide no oftener for any number of windows than it has pieces', async () => {
    const many = await startBroadcast({ channels: CHANNELS, guide: ENTRIES });
    let questions = 0;
    const { guide } = many.source;
    many.source.guide = (window) => {
      questions += 1;
      return guide(window);
    };
    const windows = Array.from({ length: 288 }, (_, index) => index);
    const statuses = new Set<number>();
    for (const index of windows) {
      const startAt = TEST_EPOCH_AT + (index % 12) * HALF_HOUR_MS;
      const path = `/guide/data.json?startAt=${String(startAt)}&hours=${String(1 + (index % 24))}`;
      statuses.add((await exchange(many.url, path)).status);
    }
    await many.close();

    expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true);
    expect(questions).toBeLessThanOrEqual(6);
  });

  test('gives the window that is asked for, in whole half hours', async () => {
    const startAt = TEST_EPOCH_AT + HALF_HOUR_MS + 60_000;
    const guide = await readGuide(`?startAt=${String(startAt)}&hours=2`);

    expect(guide.startAt).toBe(TEST_EPOCH_AT + HALF_HOUR_MS);
    expect(guide.endAt).toBe(guide.startAt + 4 * HALF_HOUR_MS);
    expect(guide.channels[0]?.entries.map(({ title }) => title)).toEqual(['The Apartment']);
  });

  test('tells nothing of what is inside the station', async () => {
    const { body } = await exchange(broadcast.url, '/guide/data.json');

    expect(body.toString('utf8')).not.toMatch(/assetId|airingId|channelId|asset-1/);
  });

  test.each(['?hours=0', '?hours=25', '?hours=x', '?startAt=0', '?startAt=x', '?startAt=1e999'])(
    'refuses %s',
    async (query) => {
      expect((await exchange(broadcast.url, `/guide/data.json${query}`)).status).toBe(400);
    },
  );
});

describe('GET /', () => {
  test('says so when the page has not been built', async () => {
    const answer = await exchange(broadcast.url, '/guide');

    expect(answer.status).toBe(503);
    expect(answer.body.toString()).toBe('The guide page has not been built.\n');
  });
});
