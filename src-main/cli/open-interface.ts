import type { Client } from '#shared/contract/client.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { openBrowser } from './open-browser.ts';
import { type CommonOptions, runCommand } from './run-command.ts';
import type { Terminal } from './terminal.ts';

/** An address that opens the interface once; the part after # never leaves the browser. Throws `unavailable`. */
export async function pageAddress(client: Client): Promise<string> {
  return addressIn(await client.call('station.pageAddress', {}));
}

/** The address of an answer. Throws `unavailable` when the station does not serve the interface. */
export function addressIn({ url }: { readonly url: string | null }): string {
  if (url !== null) return url;
  throw new AppError('unavailable', 'No station runs on this data folder.', {
    remedy: 'Start it with "retrovue serve".',
  });
}

/** Opens the interface of the running station in a browser, or prints its address. Answers the exit code; never throws. */
export function openInterface(
  terminal: Terminal,
  options: CommonOptions,
  { isPrinted }: { readonly isPrinted: boolean },
): Promise<number> {
  return runCommand(terminal, options, async ({ client }) => {
    const url = await pageAddress(client);
    const isOpened = !isPrinted && openBrowser(url, terminal.env);
    return {
      json: isOpened ? { isOpened } : { isOpened, url },
      text: isOpened
        ? 'The interface is open in the browser.'
        : `Open this within 15 minutes; it works once: ${url}`,
    };
  });
}
