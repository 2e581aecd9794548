import { isAbsolute } from 'node:path';

import { invalidInput } from '#shared/errors/app-error.ts';

/** Demuxers of real containers. No playlists, no concatenation scripts, no image sequences, no network protocols. */
export const ALLOWED_FORMATS = [
  'matroska',
  'webm',
  'mov',
  'mp4',
  'mpegts',
  'mpeg',
  'mpegvideo',
  'avi',
  'asf',
  'flv',
  'ogg',
  'mxf',
  'dv',
  'nut',
  'rm',
  'h264',
  'hevc',
  // Sound alone is refused later as audio-only, which tells the operator more than "not allowed".
  'mp3',
  'flac',
  'wav',
  'aac',
  'ac3',
] as const;

const VIDEO_DECODERS = [
  'h264',
  'hevc',
  'av1',
  'libdav1d',
  'vp8',
  'vp9',
  'mpeg1video',
  'mpeg2video',
  'mpeg4',
  'msmpeg4v1',
  'msmpeg4v2',
  'msmpeg4',
  'wmv1',
  'wmv2',
  'wmv3',
  'vc1',
  'h263',
  'flv',
  'theora',
  'mjpeg',
  'dvvideo',
  'prores',
  'dnxhd',
  'ffv1',
  'rawvideo',
  'svq3',
  'rv30',
  'rv40',
] as const;

const AUDIO_DECODERS = [
  'aac',
  'aac_latm',
  'ac3',
  'eac3',
  'mp1float',
  'mp2float',
  'mp3float',
  'mp2',
  'mp3',
  'opus',
  'libopus',
  'vorbis',
  'flac',
  'alac',
  'dca',
  'truehd',
  'mlp',
  'wmav1',
  'wmav2',
  'wmapro',
  'cook',
  'adpcm_ms',
  'adpcm_ima_wav',
  'adpcm_ima_qt',
  'pcm_s16le',
  'pcm_s16be',
  'pcm_s24le',
  'pcm_s24be',
  'pcm_s32le',
  'pcm_f32le',
  'pcm_u8',
  'pcm_alaw',
  'pcm_mulaw',
  'pcm_bluray',
  'pcm_dvd',
] as const;

/**
 * Decoders of what is in many files and never aired: subtitles and cover pictures. ffprobe gives a file up when it may
 * not open one of its streams' decoders, so to look at a file they are on the list too; to air one they are not.
 */
const BYSTANDER_DECODERS = [
  ...['ass', 'ssa', 'subrip', 'srt', 'mov_text', 'text', 'webvtt', 'sami', 'subviewer', 'microdvd'],
  ...['pgssub', 'dvdsub', 'dvbsub', 'xsub', 'cc_dec', 'png', 'bmp', 'gif', 'webp'],
] as const;

/** Codec ids whose name differs from every decoder that may open them. */
const CODEC_ID_OF_DECODER: Readonly<Record<string, string>> = {
  msmpeg4: 'msmpeg4v3',
  flv: 'flv1',
  libdav1d: 'av1',
};

const ALLOWED_DECODERS: readonly string[] = [...VIDEO_DECODERS, ...AUDIO_DECODERS];
const ALLOWED_VIDEO_CODECS: ReadonlySet<string> = new Set(
  VIDEO_DECODERS.map((name) => CODEC_ID_OF_DECODER[name] ?? name),
);

/** Whether pictures in this codec (ffprobe's codec_name) may be decoded. */
export function isAllowedVideoCodec(codec: string): boolean {
  return ALLOWED_VIDEO_CODECS.has(codec);
}

/**
 * The arguments that go before and with `-i`: only real containers, only local files, only decoders on the list
 * (docs/threats.md no. 4 and 15). The path is given as a `file:` address so that no name, whatever it
 * contains, is an option, a protocol or a pattern.
 */
export function safeInputArgs(absolutePath: string): string[] {
  return [...safeInputOptions(), '-i', fileAddress(absolutePath)];
}

/** Like {@link safeInputArgs}, for ffprobe, which opens the decoders of all streams. */
export function safeProbeArgs(absolutePath: string): string[] {
  const decoders = [...ALLOWED_DECODERS, ...BYSTANDER_DECODERS];
  return [...inputOptions(decoders), '-i', fileAddress(absolutePath)];
}

/** The white-lists alone, for a caller that names the input itself. */
export function safeInputOptions(): string[] {
  return inputOptions(ALLOWED_DECODERS);
}

function inputOptions(decoders: readonly string[]): string[] {
  return [
    '-protocol_whitelist',
    'file',
    '-format_whitelist',
    ALLOWED_FORMATS.join(','),
    '-codec_whitelist',
    decoders.join(','),
  ];
}

/** `file:` and the path as it is. Throws `invalid-input` for a relative path or one with a zero byte. */
export function fileAddress(absolutePath: string): string {
  if (!isAbsolute(absolutePath) || absolutePath.includes('\0')) {
    throw invalidInput(
      'path',
      'A media file is named by its absolute path.',
      'Give the full path.',
    );
  }
  return `file:${absolutePath}`;
}
