import { z } from 'zod';

// Imported before everything else: compiling schemas at run time needs what the content security policy forbids, and
// some modules parse as they load.
z.config({ jitless: true });
