import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { z } from 'zod';

import { CancelEnvelope, type ResponseEnvelope } from '#shared/contract/envelope.ts';
import { AppError } from '#shared/errors/app-error.ts';

import { createDispatchSession, type DispatchSession } from './dispatch-session.ts';
import {
  type MenuItemName,
  PUSH_CHANNEL,
  REQUEST_CHANNEL,
  type ShellAnswer,
  type ShellCall,
  type WindowPush,
} from './electron-wire.ts';
import type { StationPort } from './station-port.ts';

const ShellCallSchema: z.ZodType<ShellCall> = z.discriminatedUnion('call', [
  z.strictObject({ call: z.literal('capabilities') }),
  z.strictObject({ call: z.literal('pickFolder') }),
  z.strictObject({ call: z.literal('revealPath'), path: z.string().min(1).max(4_096) }),
]);

const WindowRequestSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('station'), envelope: z.unknown() }),
  z.strictObject({ to: z.literal('shell'), request: ShellCallSchema }),
]);

export interface WindowServiceOptions {
  readonly station: StationPort;
  /** Whether a page at this address is the interface itself. */
  readonly isOwnPage: (url: string) => boolean;
  readonly onShellCall: (call: ShellCall, window: WebContents) => Promise<ShellAnswer>;
}

/** Carries the contract between the station and the windows that were opened for it. */
export interface WindowService {
  /** Lets a window in. Everything it has in flight ends when it goes or loads again. */
  admit(window: WebContents): void;
  tell(window: WebContents, item: MenuItemName): void;
  close(): void;
}

/**
 * Serves the contract and the shell calls on the one request channel. Only the main frame of an admitted window, while
 * it shows the interface, is answered; all others are refused with `unauthorised` (docs/threats.md).
 */
export function serveWindows(options: WindowServiceOptions): WindowService {
  const sessions = new Map<WebContents, DispatchSession>();
  const { station, isOwnPage, onShellCall } = options;

  function isTrusted({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
    if (senderFrame === null || senderFrame !== sender.mainFrame) return false;
    return sessions.has(sender) && isOwnPage(senderFrame.url);
  }

  function push(window: WebContents, message: WindowPush): void {
    if (!window.isDestroyed()) window.send(PUSH_CHANNEL, message);
  }

  ipcMain.handle(REQUEST_CHANNEL, async (event, raw: unknown) => {
    if (!isTrusted(event)) {
      throw new AppError('unauthorised', 'Only the window of the station may ask it.');
    }
    const request = WindowRequestSchema.safeParse(raw);
    if (!request.success) throw new AppError('invalid-input', 'Malformed request.');
    if (request.data.to === 'shell') return onShellCall(request.data.request, event.sender);
    return answerOf(sessions.get(event.sender), request.data.envelope);
  });

  const unsubscribe = station.events.subscribe((envelope) => {
    for (const window of sessions.keys()) push(window, { from: 'station', envelope });
  });

  return {
    admit(window) {
      sessions.set(window, createDispatchSession(station.dispatch, 'window'));
      window.on('did-start-navigation', (details) => {
        if (!details.isMainFrame || details.isSameDocument) return;
        sessions.get(window)?.close();
        sessions.set(window, createDispatchSession(station.dispatch, 'window'));
      });
      window.once('destroyed', () => {
        sessions.get(window)?.close();
        sessions.delete(window);
      });
    },
    tell(window, item) {
      push(window, { from: 'menu', item });
    },
    close() {
      unsubscribe();
      ipcMain.removeHandler(REQUEST_CHANNEL);
      for (const session of sessions.values()) session.close();
      sessions.clear();
    },
  };
}

/** A cancel envelope has no answer of its own; `null` lets its call end. */
function answerOf(
  session: DispatchSession | undefined,
  envelope: unknown,
): Promise<ResponseEnvelope | null> {
  return new Promise((resolve, reject) => {
    if (session === undefined) {
      resolve(null);
      return;
    }
    const isCancel = CancelEnvelope.safeParse(envelope).success;
    session.receive(envelope, resolve).then(() => {
      if (isCancel) resolve(null);
    }, reject);
  });
}
