/*
 * All threads of the process share one pool for files, by default of four: a source on a disk that does not answer would keep the
 * air from reading its segments. The pool is made when it is first used, so this is imported before all else.
 */
process.env['UV_THREADPOOL_SIZE'] ??= '16';
