import type { Command } from 'commander';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { backupsOf, restoreStation } from '#main/station/restore-station.ts';
import type { Backup } from '#shared/model/backup.ts';
import { act, addChange, addGroup, addQuery, type CommandRuntime } from '../command-tree.ts';
import { formatLocal } from '../format-time.ts';
import { type CommonOptions, confirmed, runAlone } from '../run-command.ts';
import { dataFolderOf } from '../session.ts';
import { tableOr } from '../table.ts';
import { required } from '../values.ts';

const KINDS: Readonly<Record<Backup['kind'], string>> = {
  daily: 'daily',
  manual: 'asked for',
  upgrade: 'before an upgrade',
  replaced: 'replaced by another',
};

/** `backup list|make|restore`. */
export function addBackupCommands(program: Command, runtime: CommandRuntime): void {
  const group = addGroup(
    program,
    'backup',
    'copies of the station’s file, one a day and on demand',
  );

  const list = addQuery(group, 'list', 'the copies, the latest first');
  list.action(async () => {
    const options = list.optsWithGlobals<CommonOptions>();
    const { terminal } = runtime;
    // Asks no station: this is what helps one that cannot be opened.
    runtime.exitCode = await runAlone(terminal, options, () => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const backups = backupsOf(dataFolderOf({ data: options.data, env: terminal.env }));
      const rows = backups.map(({ name, kind, madeAt, sizeBytes }) => [
        name,
        formatLocal(timeZone, madeAt),
        KINDS[kind],
        `${(sizeBytes / 1_000_000).toFixed(1)} MB`,
      ]);
      return {
        json: { backups },
        text: tableOr('There is no backup yet.', ['NAME', 'MADE', 'WHY', 'SIZE'], rows),
      };
    });
  });

  act(runtime, addChange(group, 'make', 'make a copy now'), async ({ client }) => {
    const backup = await client.call('backup.make', {});
    return { json: { backup }, text: `Made ${backup.name}.` };
  });

  const restore = addChange(
    group,
    'restore <name>',
    'put a copy in the place of the station’s file; the station must be stopped',
  );
  restore.action(async () => {
    const options = restore.optsWithGlobals<CommonOptions>();
    const { terminal } = runtime;
    runtime.exitCode = await runAlone(terminal, options, async () => {
      const name = required('name', restore.args[0]);
      const folder = dataFolderOf({ data: options.data, env: terminal.env });
      const restored = await restoreStation(folder, name, createSystemClock(), async () => {
        const question = `Everything changed since ${name} was made goes aside. Restore it?`;
        await confirmed(terminal, options, question);
        return options.dryRun !== true;
      });
      if (!restored) {
        const text = `Dry run, nothing is written. Would restore ${name}.`;
        return { json: { dryRun: true, name }, text };
      }
      const { backup, replaced } = restored;
      const kept = replaced === null ? '' : ` What it replaced is kept as ${replaced}.`;
      return { json: { backup, replaced }, text: `Restored ${backup.name}.${kept}` };
    });
  });
}
