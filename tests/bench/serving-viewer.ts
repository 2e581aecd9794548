import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Viewers in a process of their own: `node serving-viewer.ts <base url> <slug>…` watches every channel over HLS, and the
 * first one as a continuous stream too, until its standard input ends; then it prints what it noticed.
 */
const [, , base = '', ...slugs] = process.argv;
const noticed = { answers: 0, failures: 0, slowestMs: 0, streamsCut: 0, longestSilenceMs: 0 };
let isOver = false;
process.stdin.on('end', () => (isOver = true)).resume();

async function ask(url: string): Promise<string | null> {
  const startedMs = performance.now();
  try {
    const answer = await fetch(url);
    const body = Buffer.from(await answer.arrayBuffer());
    if (answer.ok) noticed.answers += 1;
    else noticed.failures += 1;
    return answer.ok ? body.toString('latin1') : null;
  } catch {
    noticed.failures += 1;
    return null;
  } finally {
    noticed.slowestMs = Math.max(noticed.slowestMs, performance.now() - startedMs);
  }
}

/** The playlist every second and each segment once, three from the edge as players do. */
async function watch(slug: string): Promise<void> {
  const seen = new Set<string>();
  while (!isOver) {
    const text = (await ask(`${base}/hls/${slug}/live.m3u8?viewer=bench-${slug}`)) ?? '';
    const listed = text.split('\n').filter((line) => line.endsWith('.ts'));
    for (const name of listed.slice(0, -3)) {
      if (seen.has(name)) continue;
      seen.add(name);
      await ask(`${base}/hls/${slug}/${name}`);
    }
    await delay(1_000);
  }
}

function stream(slug: string): void {
  let lastMs = performance.now();
  const request = get(`${base}/channel/${slug}.ts`, (response) => {
    response.on('data', () => {
      noticed.longestSilenceMs = Math.max(noticed.longestSilenceMs, performance.now() - lastMs);
      lastMs = performance.now();
    });
    response.on('error', () => undefined);
    response.on('close', () => {
      if (!isOver) noticed.streamsCut += 1;
    });
  });
  request.on('error', () => (noticed.streamsCut += 1));
}

stream(slugs[0] ?? '');
await Promise.all(slugs.map(watch));
process.stdout.write(JSON.stringify(noticed));
process.exit();
