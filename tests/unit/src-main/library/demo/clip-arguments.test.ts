import { describe, expect, test } from 'vitest';

import { joinList, joinMetadata, spotArgs } from '#main/library/demo/clip-arguments.ts';
import {
  DEMO_PROGRAMMES,
  DEMO_SPOTS,
  LOOP_SECONDS,
  type DemoProgramme,
} from '#main/library/demo/demo-programme.ts';
import { classifyPath } from '#main/library/classify-path.ts';
import { INTERSTITIAL_KINDS } from '#shared/model/asset.ts';

const LOOK = { background: '0x000000', accent: '0xffffff', tonesHz: [1, 2, 3, 4] as const };
const PROGRAMME: DemoProgramme = {
  relativePath: 'x.mp4',
  title: 'Title',
  subtitle: 'Subtitle',
  look: LOOK,
  actLoops: [2, 1],
  hasChapters: true,
};

describe('joinList', () => {
  test('repeats the loop of each act in turn', () => {
    const files = joinList(PROGRAMME, ['one.mp4', 'two.mp4']).match(/file .*/g);
    expect(files).toEqual(['file one.mp4', 'file one.mp4', 'file two.mp4']);
  });
});

describe('joinMetadata', () => {
  test('marks each act as a chapter that begins where the one before ends', () => {
    const spans = joinMetadata(PROGRAMME).match(/(?:START|END)=\d+/g);
    const second = String(2 * LOOP_SECONDS);
    expect(spans).toEqual([
      'START=0',
      `END=${second}`,
      `START=${second}`,
      `END=${String(3 * LOOP_SECONDS)}`,
    ]);
  });

  test('writes no chapters where the programme has none', () => {
    expect(joinMetadata({ ...PROGRAMME, hasChapters: false })).not.toContain('CHAPTER');
  });
});

describe('spotArgs', () => {
  test('lets no text or font path reach the filter graph unescaped', () => {
    const spot = {
      relativePath: 'x',
      title: "It's: 5%,[x]",
      subtitle: 'b',
      seconds: 5,
      look: LOOK,
    };
    const graph = spotArgs(spot, { fontPath: "/a:b'c,d.woff" }, '/out.mp4').find((arg) =>
      arg.includes('drawtext'),
    );
    expect(graph).toContain("text='Its 5x'");
    expect(graph).toContain(String.raw`fontfile=/a\\:b\\\'c\,d.woff:`);
  });
});

describe('DEMO_PROGRAMMES', () => {
  test('leaves room for breaks in every half hour, and in an hour for films', () => {
    for (const { relativePath, actLoops } of DEMO_PROGRAMMES) {
      const minutes = (actLoops.reduce((sum, loops) => sum + loops, 0) * LOOP_SECONDS) / 60;
      const { kind } = classifyPath(relativePath);
      const slot = kind === 'episode' ? 30 : 60;
      expect(minutes).toBeGreaterThan(slot * 0.7);
      expect(minutes).toBeLessThan(slot * 0.95);
    }
  });

  test('is read by the folder convention as what it is', () => {
    const kinds = DEMO_PROGRAMMES.map(({ relativePath }) => classifyPath(relativePath));
    expect(kinds.filter(({ kind }) => kind === 'movie').map(({ title }) => title)).toEqual(
      DEMO_PROGRAMMES.filter(({ relativePath }) => relativePath.startsWith('Movies')).map(
        ({ title }) => title,
      ),
    );
    for (const { relativePath } of DEMO_SPOTS) {
      expect(INTERSTITIAL_KINDS).toContain(classifyPath(relativePath).kind);
    }
  });
});
