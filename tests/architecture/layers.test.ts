import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import {
  MAIN_LAYERS,
  PACKAGE_HOMES,
  RENDERER_LAYERS,
  SHARED_LAYERS,
} from '../../scripts/architecture/layers.mjs';
import { filesBelow, ROOT } from './source-files.ts';

const CRUISER = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const PLACES = ['src-shared', 'src-main', 'src-renderer', 'migrations'];

const Report = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) }),
    ),
  }),
});
type Report = z.infer<typeof Report>;

/** Runs the check as `npm run arch` does, on the project in `folder`. */
async function cruise(folder: string): Promise<Report> {
  const config = path.join(ROOT, '.dependency-cruiser.mjs');
  const args = [CRUISER, `--config=${config}`, '--output-type=json', ...PLACES];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: folder,
    maxBuffer: 256 * 1024 * 1024,
  });
  return Report.parse(JSON.parse(stdout));
}

const TOPS: Record<string, Record<string, readonly string[]>> = {
  'src-shared': SHARED_LAYERS,
  'src-main': MAIN_LAYERS,
  'src-renderer': RENDERER_LAYERS,
};
const ALIASES: Record<string, string> = {
  'src-shared': '#shared',
  'src-main': '#main',
  'src-renderer': '#renderer',
};

let folder: string;
let planted: Report;

function plant(file: string, text: string): void {
  mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

/** A module of each folder, and for each two folders of a side a module in the one that imports from the other. */
function plantEdges(): void {
  for (const [top, layers] of Object.entries(TOPS)) {
    for (const from of Object.keys(layers)) {
      plant(`${top}/${from}/thing.ts`, 'export const thing = 1;\n');
      for (const to of Object.keys(layers)) {
        const target = `${ALIASES[top] ?? ''}/${to}/thing.ts`;
        plant(`${top}/${from}/from-${to}.ts`, `export { thing } from '${target}';\n`);
      }
    }
  }
}

const PLANTED: readonly { file: string; imports: string; rule: string | null }[] = [
  { file: 'src-shared/model/a.ts', imports: 'node:fs', rule: 'shared-stands-alone' },
  { file: 'src-shared/model/b.ts', imports: '#main/store/thing.ts', rule: 'shared-stands-alone' },
  { file: 'src-shared/model/c.ts', imports: 'luxon', rule: 'package/luxon' },
  { file: 'src-shared/time/d.ts', imports: 'luxon', rule: null },
  { file: 'src-shared/time/e.ts', imports: 'ws', rule: 'shared-stands-alone' },
  {
    file: 'src-renderer/plan/a.ts',
    imports: '#renderer/guide/thing.ts',
    rule: 'src-renderer/plan',
  },
  {
    file: 'src-renderer/ui/b.ts',
    imports: '#shared/model/thing.ts',
    rule: 'ui-knows-no-television',
  },
  {
    file: 'src-renderer/plan/c.ts',
    imports: '#main/store/thing.ts',
    rule: 'renderer-without-main',
  },
  { file: 'src-renderer/plan/d.ts', imports: 'node:path', rule: 'renderer-without-node' },
  { file: 'src-renderer/plan/e.ts', imports: 'zustand', rule: 'package/zustand' },
  { file: 'src-renderer/stores/f.ts', imports: 'zustand', rule: null },
  {
    file: 'src-main/horizon/a.ts',
    imports: '#renderer/ui/thing.ts',
    rule: 'main-without-renderer',
  },
  {
    file: 'src-main/handlers/p.ts',
    imports: '#shared/planning/resolve/thing.ts',
    rule: 'only-horizon-plans',
  },
  {
    file: 'src-main/playout/q.ts',
    imports: '#shared/planning/revise/thing.ts',
    rule: 'only-horizon-plans',
  },
  { file: 'src-main/library/r.ts', imports: '#shared/log/thing.ts', rule: 'only-horizon-plans' },
  {
    file: 'src-main/broadcast/s.ts',
    imports: '#shared/traffic/thing.ts',
    rule: 'only-horizon-plans',
  },
  {
    file: 'src-renderer/guide/t.ts',
    imports: '#shared/planning/resolve/thing.ts',
    rule: 'only-horizon-plans',
  },
  { file: 'src-main/horizon/u.ts', imports: '#shared/planning/resolve/thing.ts', rule: null },
  { file: 'src-main/handlers/v.ts', imports: '#shared/planning/explain/thing.ts', rule: null },
  { file: 'src-main/handlers/w.ts', imports: '#shared/log/read/thing.ts', rule: null },
  {
    file: 'src-main/programming/x.ts',
    imports: '#main/horizon/thing.ts',
    rule: 'src-main/programming',
  },
  { file: 'src-main/programming/y.ts', imports: '#main/store/thing.ts', rule: null },
  { file: 'src-main/station/b.ts', imports: 'electron', rule: 'package/electron' },
  { file: 'src-main/app/c.ts', imports: 'electron', rule: null },
  { file: 'src-main/horizon/d.ts', imports: 'kysely', rule: 'package/kysely' },
  { file: 'src-main/horizon/e.ts', imports: 'better-sqlite3', rule: 'package/better-sqlite3' },
  { file: 'src-main/store/f.ts', imports: 'better-sqlite3', rule: null },
  { file: 'src-main/playout/g.ts', imports: 'node:child_process', rule: 'processes-only-in-media' },
  { file: 'src-main/media/h.ts', imports: 'node:child_process', rule: null },
  { file: 'src-main/broadcast/i.ts', imports: 'ws', rule: 'package/ws' },
  { file: 'src-main/transport/electron-ipc.ts', imports: 'electron', rule: null },
  {
    file: 'src-main/cli/j.ts',
    imports: '#main/transport/electron-ipc.ts',
    rule: 'electron-transport-only-in-the-app',
  },
  { file: 'src-main/horizon/k.ts', imports: '#migrations/0001-first.ts', rule: 'src-main/horizon' },
  { file: 'src-main/store/l.ts', imports: '#migrations/0001-first.ts', rule: null },
  { file: 'src-main/horizon/m.ts', imports: './not-there.ts', rule: 'resolvable' },
  { file: 'src-main/horizon/n.ts', imports: '#tests/helpers/x.ts', rule: 'sources-without-tests' },
  {
    file: 'src-main/schedule/o.ts',
    imports: '#main/store/thing.ts',
    rule: 'src-main/unknown-folder',
  },
  {
    file: 'migrations/0002-bad.ts',
    imports: '#main/store/thing.ts',
    rule: 'migrations-stand-alone',
  },
];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'retrovue-layers-'));
  for (const file of ['package.json', 'tsconfig.base.json', 'tests/tsconfig.json']) {
    cpSync(path.join(ROOT, file), path.join(folder, file));
  }
  for (const name of Object.keys(PACKAGE_HOMES)) {
    plant(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    plant(`node_modules/${name}/index.js`, '');
  }
  plant('tests/helpers/x.ts', 'export {};\n');
  plant('migrations/0001-first.ts', 'export {};\n');
  plantEdges();
  for (const room of ['planning/resolve', 'planning/revise', 'planning/explain', 'log/read']) {
    plant(`src-shared/${room}/thing.ts`, 'export const thing = 1;\n');
  }
  for (const { file, imports } of PLANTED) plant(file, `import '${imports}';\n`);
  plant('src-main/library/first.ts', "import './second.ts';\n");
  plant('src-main/library/second.ts', "import './first.ts';\n");
  planted = await cruise(folder);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function rulesBrokenBy(file: string): string[] {
  return planted.summary.violations
    .filter(({ from }) => from === file)
    .map(({ rule }) => rule.name);
}

describe('the layer check', () => {
  test('reads every source file of the project and finds the picture kept', async () => {
    const { modules, summary } = await cruise(ROOT);
    const read = new Set(modules.map(({ source }) => source));
    const sources = PLACES.flatMap((place) => filesBelow(place, ['.ts', '.tsx', '.mjs']));
    expect(sources.length).toBeGreaterThan(150);
    expect(sources.filter((file) => !read.has(file))).toEqual([]);
    expect(summary.violations).toEqual([]);
  });

  test('allows exactly the edges of the picture between folders', () => {
    const wrong = Object.entries(TOPS).flatMap(([top, layers]) =>
      Object.entries(layers).flatMap(([from, allowed]) =>
        Object.keys(layers).flatMap((to) => {
          const isAllowed = from === to || allowed.includes(to);
          const isFlagged = rulesBrokenBy(`${top}/${from}/from-${to}.ts`).includes(
            `${top}/${from}`,
          );
          return isAllowed === isFlagged ? [`${top}: ${from} to ${to}`] : [];
        }),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('fails on planted imports that the design forbids, and only on those', () => {
    for (const { file, imports, rule } of PLANTED) {
      const broken = rulesBrokenBy(file);
      const outcome = rule === null ? broken : broken.includes(rule);
      expect({ file, imports, outcome }).toEqual({
        file,
        imports,
        outcome: rule === null ? [] : true,
      });
    }
  });

  test('fails on a cycle', () => {
    expect(rulesBrokenBy('src-main/library/first.ts')).toContain('no-cycle');
  });
});
