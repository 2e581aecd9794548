import {
  DEMO_FRAMES_PER_SECOND,
  DEMO_SIZE,
  LOOP_SECONDS,
  type DemoLook,
  type DemoProgramme,
  type DemoSpot,
} from './demo-programme.ts';

const { width, height } = DEMO_SIZE;
const QUIET = ['-hide_banner', '-nostdin', '-v', 'error', '-y'];
const VIDEO_CODEC = [
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '31', '-bf', '0', '-threads', '1'],
  ...['-g', String(DEMO_FRAMES_PER_SECOND * 2), '-pix_fmt', 'yuv420p'],
];
const AUDIO_CODEC = ['-c:a', 'aac', '-b:a', '40k', '-ac', '1', '-ar', '48000'];

/**
 * How titles are drawn: a font file, the system's own choice (`'system'`), or not at all where ffmpeg has no drawtext.
 */
export type DemoLettering = { readonly fontPath: string } | 'system' | 'none';

/** Tries whether a lettering works: draws one frame. */
export function tryLetteringArgs(lettering: DemoLettering): string[] {
  const graph = `color=c=black:s=160x90:r=25${drawText('Test', lettering, 20, 10, 10)}`;
  return [...QUIET, '-f', 'lavfi', '-i', graph, '-frames:v', '1', '-f', 'null', '-'];
}

/** One loop of every act, in one run: pictures without sound, each exactly {@link LOOP_SECONDS} long. */
export function actLoopsArgs(
  programme: DemoProgramme,
  lettering: DemoLettering,
  outputPaths: readonly string[],
): string[] {
  const total = String(programme.actLoops.length);
  const frames = String(LOOP_SECONDS * DEMO_FRAMES_PER_SECOND);
  const inputs = outputPaths.flatMap((_, act) => {
    const lines = [programme.title, programme.subtitle, `Act ${String(act + 1)} of ${total}`];
    return ['-f', 'lavfi', '-i', pictureGraph(programme.look, act, lines, lettering)];
  });
  const outputs = outputPaths.flatMap((path, act) => [
    ...['-map', `${String(act)}:v`, '-frames:v', frames, '-an'],
    ...[...VIDEO_CODEC, '-f', 'mp4', path],
  ]);
  return [...QUIET, ...inputs, ...outputs];
}

/** Sound to be cut into loops, as ADTS: a little longer than one loop at either end. */
export function soundLoopArgs(look: DemoLook, outputPath: string): string[] {
  const seconds = String(LOOP_SECONDS + 1);
  return [
    ...[...QUIET, '-f', 'lavfi', '-i', soundGraph(look), '-t', seconds],
    ...[...AUDIO_CODEC, '-f', 'adts', outputPath],
  ];
}

/** Joins act loops, sound and chapters into a programme without encoding anything. */
export function joinArgs(inputs: {
  readonly listPath: string;
  readonly soundPath: string;
  readonly metadataPath: string;
  readonly outputPath: string;
}): string[] {
  return [
    ...QUIET,
    ...['-f', 'concat', '-safe', '0', '-i', inputs.listPath],
    ...['-f', 'aac', '-i', inputs.soundPath],
    ...['-f', 'ffmetadata', '-i', inputs.metadataPath],
    ...['-map', '0:v', '-map', '1:a', '-map_metadata', '2', '-map_chapters', '2'],
    ...['-c', 'copy', '-f', 'mp4', inputs.outputPath],
  ];
}

/** The list that joins the act loops; their files lie beside it. */
export function joinList(programme: DemoProgramme, loopNames: readonly string[]): string {
  const lines = programme.actLoops.flatMap((loops, act) =>
    Array.from(
      { length: loops },
      () => `file ${loopNames[act] ?? ''}\nduration ${String(LOOP_SECONDS)}\n`,
    ),
  );
  return `ffconcat version 1.0\n${lines.join('')}`;
}

/** Title and, where the programme has them, chapters, as an ffmetadata text. */
export function joinMetadata(programme: DemoProgramme): string {
  let startSeconds = 0;
  const chapters = programme.actLoops.map((loops, act) => {
    const endSeconds = startSeconds + loops * LOOP_SECONDS;
    const span = `START=${String(startSeconds)}\nEND=${String(endSeconds)}`;
    startSeconds = endSeconds;
    return `[CHAPTER]\nTIMEBASE=1/1\n${span}\ntitle=Act ${String(act + 1)}\n`;
  });
  const head = `;FFMETADATA1\ntitle=${programme.title}\n`;
  return programme.hasChapters ? head + chapters.join('') : head;
}

/** A short piece, encoded whole. */
export function spotArgs(spot: DemoSpot, lettering: DemoLettering, outputPath: string): string[] {
  const graph = pictureGraph(spot.look, spot.seconds, [spot.title, spot.subtitle], lettering);
  return [
    ...[...QUIET, '-f', 'lavfi', '-i', graph, '-f', 'lavfi', '-i', soundGraph(spot.look)],
    ...['-t', String(spot.seconds), ...VIDEO_CODEC, ...AUDIO_CODEC],
    ...['-metadata', `title=${spot.title}`, '-f', 'mp4', outputPath],
  ];
}

/** A background, a disc of light that circles once per loop, and lines of lettering. `variant` changes the path. */
function pictureGraph(
  look: DemoLook,
  variant: number,
  lines: readonly string[],
  lettering: DemoLettering,
): string {
  const rate = String(DEMO_FRAMES_PER_SECOND);
  const source = (colour: string, w: number, h: number): string =>
    `color=c=${colour}:s=${String(w)}x${String(h)}:r=${rate}`;
  const turn = `2*PI*t/${String(LOOP_SECONDS)}`;
  const x = `(W-w)/2+${String(190 - 12 * (variant % 5))}*sin(${turn}+${String(variant)})`;
  const y = `90+${String(40 + 6 * (variant % 4))}*cos(${turn}*${String(1 + (variant % 3))})`;
  const sizes = [44, 26, 22];
  const tops = [height - 132, height - 78, height - 44];
  const text = lines
    .map((line, index) => drawText(line, lettering, sizes[index] ?? 20, 40, tops[index] ?? 0))
    .join('');
  return [
    `${source(look.background, width, height)}[back]`,
    `${source(look.accent, 64, 64)}[light]`,
    `${source(look.accent, width, 4)}[rule]`,
    `[back][rule]overlay=x=0:y=${String(height - 150)}[ruled]`,
    `[ruled][light]overlay=x='${x}':y='${y}'${text}`,
  ].join(';');
}

/** Text of letters, digits and blanks only; anything else is dropped rather than escaped. */
function drawText(
  text: string,
  lettering: DemoLettering,
  size: number,
  x: number,
  y: number,
): string {
  if (lettering === 'none') return '';
  const plain = text.replace(/[^A-Za-z0-9 ]+/g, '');
  const font = lettering === 'system' ? '' : `fontfile=${escapeValue(lettering.fontPath)}:`;
  const place = `x=${String(x)}:y=${String(y)}`;
  return `,drawtext=${font}text='${plain}':expansion=none:fontsize=${String(size)}:fontcolor=white:${place}`;
}

/** Escapes a value first for a filter's options, then for the filter graph. */
function escapeValue(value: string): string {
  const option = value.replace(/[\\':]/g, String.raw`\$&`);
  return option.replace(/[\\'[\],;]/g, String.raw`\$&`);
}

/** Four plucked notes in turn, two a second, over a soft low tone; about -20 LUFS. */
function soundGraph(look: DemoLook): string {
  const [a, b, c, d] = look.tonesHz.map(String);
  const pitch = [a, b, c, d]
    .map((hz, index) => `${hz ?? '0'}*eq(mod(floor(t*2),4),${String(index)})`)
    .join('+');
  const note = 'mod(t,0.5)';
  const pluck = `0.3*min(1,60*${note})*exp(-3*${note})*min(1,60*(0.5-${note}))`;
  const low = `0.08*sin(2*PI*t*${String(Math.round(look.tonesHz[0] / 2))})`;
  return `aevalsrc=exprs='${pluck}*sin(2*PI*t*(${pitch}))+${low}':s=48000:c=mono`;
}
