import { describe, expect, test } from 'vitest';

import { m3uDocument } from '#shared/guide/m3u.ts';
import { makeChannel } from '#tests/helpers/planning-fixtures.ts';

const documentFor = (
  name: string,
  streamUrl = 'http://10.0.0.2:8777/hls/retro-one/live.m3u8',
): string =>
  m3uDocument({
    stationName: 'Retro',
    guideUrl: 'http://10.0.0.2:8777/iptv/guide.xml',
    channels: [{ ...makeChannel({ name, number: 7 }), streamUrl }],
  });

describe('m3uDocument', () => {
  test('lists a channel with what clients match it by', () => {
    expect(documentFor('Retro One')).toBe(
      [
        '#EXTM3U url-tvg="http://10.0.0.2:8777/iptv/guide.xml" x-tvg-url="http://10.0.0.2:8777/iptv/guide.xml"',
        '#EXTINF:-1 tvg-id="retrovue.retro-one" tvg-chno="7" tvg-name="Retro One" group-title="Retro",Retro One',
        'http://10.0.0.2:8777/hls/retro-one/live.m3u8',
        '',
      ].join('\n'),
    );
  });

  test('lets no name add a line, an attribute or a comma', () => {
    const nasty = 'A",x="1\r\nhttp://evil/\u2028#EXTINF:-1,B';
    const lines = documentFor(nasty).split(/\r\n|[\n\r\u2028\u2029]/);
    expect(lines).toHaveLength(4);
    expect(lines[1]?.split(',')).toHaveLength(2);
    expect(lines[1]?.match(/"/g)).toHaveLength(8);
    expect(lines[2]).toBe('http://10.0.0.2:8777/hls/retro-one/live.m3u8');
  });
});
