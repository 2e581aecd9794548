import { describe, expect, test } from 'vitest';

import { actKey, segmentKey, type SliceRecipe } from '#main/media/slice-recipe.ts';

const RECIPE: SliceRecipe = {
  act: {
    look: { format: { height: 720, rate: '25' } },
    contentIdentity: 'a film',
    actInFrame: 250,
    gainDb: -1.5,
  },
  cut: { firstFrame: 50, segmentFrames: [50], fadeInFrames: 0, fadeOutFrames: null },
};

const keyOf = ({ act, cut }: SliceRecipe): string => segmentKey(actKey(act), cut);

function withAct(change: Partial<SliceRecipe['act']>): SliceRecipe {
  return { ...RECIPE, act: { ...RECIPE.act, ...change } };
}

function withCut(change: Partial<SliceRecipe['cut']>): SliceRecipe {
  return { ...RECIPE, cut: { ...RECIPE.cut, ...change } };
}

/** One change of each field, all of which change the bytes. */
const OTHERS: Record<string, SliceRecipe> = {
  'another height': withAct({ look: { format: { height: 480, rate: '25' } } }),
  'another rate': withAct({ look: { format: { height: 720, rate: '30' } } }),
  'another file': withAct({ contentIdentity: 'another film' }),
  'another place in the file': withAct({ actInFrame: 251 }),
  'another gain': withAct({ gainDb: -1.51 }),
  'another place in the act': withCut({ firstFrame: 100 }),
  'another length': withCut({ segmentFrames: [51] }),
  'another cutting': withCut({ segmentFrames: [50, 1] }),
  'a fade from black': withCut({ fadeInFrames: 12 }),
  'the end of the act': withCut({ fadeOutFrames: 0 }),
  'a fade to black': withCut({ fadeOutFrames: 12 }),
};

describe('the cache key of a recipe', () => {
  test('is another for anything that is asked of the conformer', () => {
    const keys = [RECIPE, ...Object.values(OTHERS)].map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('is the same for equal recipes, in whatever order they are written', () => {
    const { act, cut } = RECIPE;
    const reversed = Object.fromEntries(Object.entries(act).reverse()) as unknown as typeof act;
    expect(keyOf({ cut: { ...cut }, act: reversed })).toBe(keyOf(RECIPE));
  });

  test('lies in a folder that the act has in common, whatever is cut of it and however it fades', () => {
    const folder = actKey(RECIPE.act);
    const key = keyOf(RECIPE);
    expect(key.slice(0, key.lastIndexOf('/'))).toBe(folder);
    const folders = Object.values(OTHERS).map(({ act }) => actKey(act));
    expect(folders.filter((other) => other === folder)).toHaveLength(6);
    expect(folder).toMatch(/^720p25-[0-9a-f]{8}\/[0-9a-f]{2}\/[0-9a-f]{32}$/);
  });
});
