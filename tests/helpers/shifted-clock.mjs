// Loaded before a program: its clock is wrong by so many milliseconds from the start.
const byMs = Number(process.env['SHIFT_CLOCK_MS'] ?? '0');
const { now } = Date;
Date.now = () => now() + byMs;
