import { writeFileSync } from 'node:fs';

/**
 * A viewer in a process of its own: `node patient-viewer.ts <base url> <slug> <rounds> <file>` asks for the playlist, its
 * last segment and the guide, so many times, and writes what it was answered into the file when it is done.
 */
const [, , base = '', slug = '', rounds = '1', file = ''] = process.argv;
const answers: { playlist: number; segment: number; bytes: number; guide: number }[] = [];
for (let round = 0; round < Number(rounds); round += 1) {
  const playlist = await fetch(`${base}/hls/${slug}/live.m3u8`);
  const text = await playlist.text();
  const name = text.split('\n').findLast((line) => line.endsWith('.ts')) ?? 'none.ts';
  const segment = await fetch(`${base}/hls/${slug}/${name}`);
  const bytes = (await segment.arrayBuffer()).byteLength;
  const guide = await fetch(`${base}/iptv/guide.xml`);
  await guide.text();
  answers.push({ playlist: playlist.status, segment: segment.status, bytes, guide: guide.status });
}
writeFileSync(file, JSON.stringify(answers));
