import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';

import { notFound } from '#shared/errors/app-error.ts';
import type { PublicGuide } from '#shared/guide/public-guide.ts';
import type { Interval } from '#shared/time/interval.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, type EpochMs } from '#shared/time/units.ts';

import { originGuard } from './cross-origin.ts';
import { documentGuard } from './document-rate.ts';
import { PublicRefusal } from './error-answers.ts';
import { createDocumentShelf } from './documents/document-shelf.ts';
import { createGuideWindows } from './documents/guide-window.ts';
import type { ServerContext } from './server-context.ts';
import { finishText } from './documents/finished-text.ts';
import { documentOfFinished, sendDocument, type TextDocument } from './documents/text-document.ts';

const GRID_MS = 30 * MS_PER_MINUTE;
const DEFAULT_HOURS = 6;
/** How far from now a window may start; beyond lies no guide on any channel. */
const FARTHEST_START_MS = 32 * 24 * MS_PER_HOUR;
/** Windows that are kept ready to send; others are put together again of the pieces they are made of. */
const WINDOWS_KEPT = 32;
/** Tells pages the station's time, so that the same guide is the same document. */
const NOW_HEADER = 'retrovue-now';

/** No script but the page's own, nothing from elsewhere, in no frame (docs/threats.md no. 18). */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "media-src 'self' blob:",
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const GuideQuery = z.object({
  startAt: z.coerce.number().int().optional(),
  hours: z.coerce.number().int().min(1).max(24).default(DEFAULT_HOURS),
});

/** Adds the guide page (`/`, `/guide`), its files (`/assets/:name`) and `/guide/data.json`. */
export function addGuideRoutes(app: FastifyInstance, context: ServerContext): void {
  const { source, clock, page } = context;
  const windows = createGuideWindows(source);
  const shelf = createDocumentShelf<TextDocument>(WINDOWS_KEPT);
  const onRequest = [
    originGuard(context.originPolicy, 'guide'),
    documentGuard(context.documentRate),
  ];

  app.get('/guide/data.json', { onRequest }, async (request, reply) => {
    const nowAt = clock.nowAt();
    const window = windowOf(request.query, nowAt);
    const revision = source.guideRevision();
    // Names of station and channels are known here before the guide's revision tells of them.
    const name = JSON.stringify([window, context.stationName(), source.channels()]);
    const document = await shelf.get(name, revision, async (former) => {
      const guide: PublicGuide = {
        stationName: context.stationName(),
        ...window,
        channels: await windows.channelsIn(window, revision),
      };
      return documentOfFinished(
        await finishText([Buffer.from(JSON.stringify(guide), 'utf8')]),
        { mediaType: 'application/json; charset=utf-8', cacheControl: 'no-cache' },
        former,
      );
    });
    reply.header(NOW_HEADER, String(nowAt)).header('access-control-expose-headers', NOW_HEADER);
    return sendDocument(request, reply, document);
  });

  for (const path of ['/', '/guide']) {
    app.get(path, async (request, reply) => {
      if (!page) {
        throw new PublicRefusal('unavailable', 'The guide page has not been built.');
      }
      securePage(reply);
      return sendDocument(request, reply, page.page);
    });
  }

  app.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    const file: TextDocument | undefined = page?.assets.get(request.params.name);
    if (!file) throw notFound('file', request.params.name);
    return sendDocument(request, reply, file);
  });
}

function securePage(reply: FastifyReply): void {
  reply
    .header('content-security-policy', PAGE_POLICY)
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-opener-policy', 'same-origin');
}

/** The window that a request asks for: whole half hours from `startAt`, by default from the half hour before now. */
function windowOf(query: unknown, nowAt: EpochMs): Interval {
  const parsed = GuideQuery.safeParse(query);
  if (!parsed.success) {
    throw new PublicRefusal('invalid-input', 'A window has 1 to 24 hours.');
  }
  const { startAt: asked = nowAt, hours } = parsed.data;
  if (Math.abs(asked - nowAt) > FARTHEST_START_MS) {
    throw new PublicRefusal('invalid-input', 'There is no guide that far away.');
  }
  const startAt = Math.floor(asked / GRID_MS) * GRID_MS;
  return { startAt, endAt: startAt + hours * MS_PER_HOUR };
}
