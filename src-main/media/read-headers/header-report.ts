/** A stream as ffprobe would report it, as far as `judgeReport` looks at it. */
export interface HeaderStream {
  readonly index: number;
  readonly codec_type: 'video' | 'audio' | 'data' | 'subtitle';
  readonly codec_name?: string;
  readonly width?: number;
  readonly height?: number;
  readonly sample_aspect_ratio?: string;
  readonly avg_frame_rate?: string;
  readonly field_order?: string;
  readonly start_time?: number;
  readonly duration?: number;
  readonly channels?: number;
  readonly disposition: { readonly default: 0 | 1; readonly attached_pic: 0 | 1 };
}

export interface HeaderChapter {
  /** Seconds with six decimals. */
  readonly start_time: number;
  readonly end_time: number;
  readonly tags: { readonly title?: string };
}

/** What `ffprobe -show_format -show_streams -show_chapters` would print, as far as `judgeReport` looks at it. */
export interface HeaderReport {
  readonly format: {
    readonly format_name: string;
    readonly start_time: number;
    readonly duration: number;
  };
  readonly streams: readonly HeaderStream[];
  readonly chapters: readonly HeaderChapter[];
}

/** A chapter with start and end in ticks of its own clock; `end` is `null` where the file tells none. */
export interface TimedChapter {
  readonly start: number;
  readonly end: number | null;
  readonly perSecond: number;
  readonly title: string | null;
}
