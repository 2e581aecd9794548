import { z } from 'zod';

import { ERROR_CODES } from '../errors/app-error.ts';
import { isJson } from './json.ts';

/** Any JSON within bounds: looked at without recursion, before anything that recurses sees it. */
const Json = z.custom<z.core.util.JSONType>(isJson, {
  error: 'Send JSON, nested at most 64 levels deep.',
});

/** The most that a station takes in one request, in bytes of JSON. */
export const LARGEST_REQUEST_BYTES = 4 * 1024 * 1024;

/** A request as it crosses a transport. `id` is chosen by the client and answered once. */
export const RequestEnvelope = z.object({
  id: z.union([z.string().max(100), z.int()]),
  method: z.string().max(100),
  input: Json,
});
export type RequestEnvelope = z.infer<typeof RequestEnvelope>;

/** Gives a running request up; its answer is `cancelled`. */
export const CancelEnvelope = z.object({ id: RequestEnvelope.shape.id, cancel: z.literal(true) });

const WireErrorSchema = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  details: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
  ),
});

export const ResponseEnvelope = z.discriminatedUnion('ok', [
  z.object({ id: RequestEnvelope.shape.id.nullable(), ok: z.literal(true), output: Json }),
  z.object({
    id: RequestEnvelope.shape.id.nullable(),
    ok: z.literal(false),
    error: WireErrorSchema,
  }),
]);
export type ResponseEnvelope = z.infer<typeof ResponseEnvelope>;

/** A push. `sequence` counts by one per connection's station; a gap tells the client to fetch its snapshots again. */
export const EventEnvelope = z.object({
  event: z.string(),
  sequence: z.int().positive(),
  payload: Json,
});
export type EventEnvelope = z.infer<typeof EventEnvelope>;
