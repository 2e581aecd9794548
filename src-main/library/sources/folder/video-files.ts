/**
 * Extensions, lower case without dot, of files that a scan takes for video. The only list of its kind; everything else
 * is ignored, and what is inside the file is found out by probing.
 */
export const VIDEO_EXTENSIONS: ReadonlySet<string> = new Set([
  ...['3g2', '3gp', 'asf', 'avi', 'divx', 'dv', 'f4v', 'flv', 'm1v', 'm2t', 'm2ts', 'm2v', 'm4v'],
  ...['mkv', 'mov', 'mp4', 'mpe', 'mpeg', 'mpg', 'mpv', 'mts', 'mxf', 'nut', 'ogm', 'ogv', 'qt'],
  ...['rm', 'rmvb', 'ts', 'vob', 'webm', 'wmv', 'wtv'],
]);

/** What a downloader or recorder leaves in front of the extension while it is still writing. */
const UNFINISHED = /\.(?:tmp|temp|partial|crdownload|download)$/i;
const SAMPLE = /(?:^|[._\-[(])sample[\])]?$/i;

/** The extension in lower case without its dot; empty when there is none. */
export function extensionOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return dot <= 0 ? '' : fileName.slice(dot + 1).toLowerCase();
}

/** The file name without its extension. */
export function stemOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return dot <= 0 ? fileName : fileName.slice(0, dot);
}

/** Stores that operating systems and network drives make by themselves. */
const SYSTEM_STORES =
  /^(?:@eaDir|@Recycle|@Recently-Snapshot|#recycle|#snapshot|\$RECYCLE\.BIN|RECYCLER|System Volume Information|lost\+found|Thumbs\.db|desktop\.ini|autorun\.inf)$/i;

/** Hidden by its leading dot, or put there by a machine and not by a person. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || SYSTEM_STORES.test(name);
}

/** Whether a folder of this name is worth reading. */
export function isScannedFolder(name: string): boolean {
  return !isHidden(name) && !/^samples?$/i.test(name);
}

/** Whether a scan takes the file: visible, a video by its extension, finished, and not a release's sample. */
export function isScannedFile(name: string): boolean {
  if (isHidden(name) || !VIDEO_EXTENSIONS.has(extensionOf(name))) return false;
  const stem = stemOf(name);
  return !UNFINISHED.test(stem) && !SAMPLE.test(stem);
}
