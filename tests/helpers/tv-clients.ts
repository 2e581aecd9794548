import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a player said. */
export interface ClientReport {
  /** It decoded pictures for the whole time. */
  readonly hasPlayed: boolean;
  /** What it said about timestamps, continuity, references and damaged data. */
  readonly complaints: readonly string[];
  /** The end of everything it said, for the message of a failing test. */
  readonly lastWords: string;
}

/** A player without window and loudspeaker. */
export interface TvClient {
  readonly name: 'ffmpeg' | 'mpv' | 'VLC';
  readonly isInstalled: boolean;
  play(address: string, seconds: number): Promise<ClientReport>;
}

/** How long a player that ends by itself may take beyond the time it plays. */
const PATIENCE_SECONDS = 30;

const COMPLAINT =
  /time ?stamp|\bpts\b|\bdts\b|\bpcr\b|continuity|discontinu|corrupt|reference|non-existing|missing|concealing|mmco|invalid|lost|error while|no frame|out of order|overlap/i;

/** A busy machine shows a picture late; that says nothing about the stream. */
const BUSY_MACHINE = /picture is too late to be displayed/;

/** The lines of a log that complain about the stream; what the machine lacks (display, bus, time) does not count. */
function complaintsIn(lines: readonly string[]): string[] {
  return lines.filter((line) => COMPLAINT.test(line) && !BUSY_MACHINE.test(line));
}

function isThere(program: string): boolean {
  return spawnSync(program, ['-version'], { stdio: 'ignore' }).error === undefined;
}

interface Run {
  /** It was still playing when its time was over. */
  readonly wasStopped: boolean;
  readonly lines: readonly string[];
}

async function runPlayer(
  program: string,
  args: readonly string[],
  stopAfterSeconds: number,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Run> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  child.stderr.on('data', (piece: Buffer) => pieces.push(piece));
  let wasStopped = false;
  const stop = setTimeout(() => (wasStopped = child.kill('SIGTERM')), stopAfterSeconds * 1_000);
  const tooLong = setTimeout(() => child.kill('SIGKILL'), (stopAfterSeconds + 10) * 1_000);
  await once(child, 'close');
  clearTimeout(stop);
  clearTimeout(tooLong);
  const lines = Buffer.concat(pieces).toString('utf8').split('\n');
  return { wasStopped, lines: lines.filter((line) => line.trim() !== '') };
}

function reportOf(run: Run, hasPlayed: boolean, complaints: readonly string[]): ClientReport {
  return {
    hasPlayed,
    complaints,
    lastWords: run.lines.slice(-8).join('\n'),
  };
}

const ffmpegProgram = process.env['FFMPEG_BIN'] ?? 'ffmpeg';

const ffmpeg: TvClient = {
  name: 'ffmpeg',
  isInstalled: isThere(ffmpegProgram),
  async play(address, seconds) {
    const run = await runPlayer(
      ffmpegProgram,
      [
        ...['-hide_banner', '-nostdin', '-nostats', '-v', 'warning', '-progress', 'pipe:1'],
        ...['-i', address, '-t', String(seconds), '-f', 'null', '-'],
      ],
      seconds + PATIENCE_SECONDS,
    );
    const isProgress = (line: string): boolean => /^[a-z0-9_]+=/.test(line);
    const played = run.lines.filter((line) => line.startsWith('out_time_us=')).at(-1);
    const playedSeconds = Number(played?.slice('out_time_us='.length) ?? 0) / 1_000_000;
    // At this level everything that ffmpeg says is a complaint.
    const complaints = run.lines.filter((line) => !isProgress(line));
    return reportOf(run, playedSeconds > seconds - 0.2, complaints);
  },
};

const mpv: TvClient = {
  name: 'mpv',
  isInstalled: isThere('mpv'),
  async play(address, seconds) {
    const run = await runPlayer(
      'mpv',
      [
        ...['--no-config', '--ytdl=no', '--load-scripts=no', '--vo=null', '--ao=null'],
        ...[`--length=${String(seconds)}`, '--msg-level=all=warn,cplayer=v', '--msg-module'],
        ...['--term-status-msg=', '--', address],
      ],
      seconds + PATIENCE_SECONDS,
    );
    const hasPlayed =
      !run.wasStopped && run.lines.some((line) => line.includes('finished playback, success'));
    const spoken = run.lines.filter((line) => !/^\s*cplayer:/.test(line));
    return reportOf(run, hasPlayed, complaintsIn(spoken));
  },
};

const vlc: TvClient = {
  name: 'VLC',
  isInstalled: isThere('vlc'),
  async play(address, seconds) {
    const home = await mkdtemp(join(tmpdir(), 'retrovue-vlc-'));
    await chmod(home, 0o777);
    const args = [
      ...['-vv', '--no-color', '--intf', 'dummy', '--vout', 'dummy', '--aout', 'dummy'],
      // Its own limit counts from the start of the window to rewind in, so it is stopped from outside.
      ...[address, 'vlc://quit'],
    ];
    // VLC refuses to be root; then it runs as nobody.
    const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', 'vlc', ...args];
    const isRoot = process.getuid?.() === 0;
    const run = await runPlayer(isRoot ? 'setpriv' : 'vlc', isRoot ? asNobody : args, seconds, {
      ...process.env,
      HOME: home,
    });
    await rm(home, { recursive: true, force: true });
    const hasPicture = run.lines.some((line) => line.includes('Received first picture'));
    const hasPlayed = hasPicture && run.wasStopped;
    const spoken = run.lines.filter((line) => / (?:warning|error): /.test(line));
    return reportOf(run, hasPlayed, complaintsIn(spoken));
  },
};

export const TV_CLIENTS: readonly TvClient[] = [ffmpeg, mpv, vlc];
