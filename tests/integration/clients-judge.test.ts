import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, test } from 'vitest';

import { makeRealSegments } from '#tests/helpers/real-segments.ts';
import { withTempFolder } from '#tests/helpers/test-media.ts';
import { TV_CLIENTS } from '#tests/helpers/tv-clients.ts';

const SECONDS = 5;
const PACKET_BYTES = 188;

const CASES = TV_CLIENTS.map((client) => ({ name: client.name, client }));

describe('the players that judge the station', () => {
  test.concurrent.for(CASES)(
    '$name has nothing to say about a whole stream and complains of a hole',
    async ({ name, client }, { skip, expect }) => {
      skip(!client.isInstalled, `${name} is not installed`);
      const [a, b, c, d] = await makeRealSegments(60);
      if (!a || !b || !c || !d) throw new Error('too few segments');
      const hole = [b.subarray(0, 100 * PACKET_BYTES), b.subarray(140 * PACKET_BYTES)];
      await withTempFolder(async (folder) => {
        // A player that refuses to be root reads as nobody.
        await chmod(folder, 0o755);
        const whole = join(folder, 'whole.ts');
        const broken = join(folder, 'broken.ts');
        await writeFile(whole, Buffer.concat([a, b, c, d]), { mode: 0o644 });
        await writeFile(broken, Buffer.concat([a, ...hole, d]), { mode: 0o644 });
        const [good, bad] = await Promise.all([
          client.play(whole, SECONDS),
          client.play(broken, SECONDS),
        ]);

        expect(good.complaints, good.lastWords).toEqual([]);
        expect(good.hasPlayed, good.lastWords).toBe(true);
        expect(bad.complaints).not.toEqual([]);
      });
    },
  );
});
