import type { EventEnvelope, ResponseEnvelope } from '#shared/contract/envelope.ts';

/** The one channel on which a window asks, and the one on which it is told. */
export const REQUEST_CHANNEL = 'retrovue:request';
export const PUSH_CHANNEL = 'retrovue:push';

/** What only a desktop can do for its window; asked by name, beside the station's contract and never part of it. */
export type ShellCall =
  | { readonly call: 'capabilities' }
  | { readonly call: 'pickFolder' }
  | { readonly call: 'revealPath'; readonly path: string };

/** Names of native abilities, for an interface that must also work without them. */
export type ShellCapability = 'pickFolder' | 'revealPath' | 'menu';

export type ShellAnswer = string | boolean | null | readonly ShellCapability[];

/** What a window sends: an envelope of the contract, or a shell call. */
export type WindowRequest =
  | { readonly to: 'station'; readonly envelope: unknown }
  | { readonly to: 'shell'; readonly request: ShellCall };

/** Choices of the menu bar that the interface carries out. */
export type MenuItemName = 'settings';

/** What a window is told: an event of the station, or a choice of the menu. */
export type WindowPush =
  | { readonly from: 'station'; readonly envelope: EventEnvelope }
  | { readonly from: 'menu'; readonly item: MenuItemName };

export type WindowAnswer = ResponseEnvelope | ShellAnswer;
