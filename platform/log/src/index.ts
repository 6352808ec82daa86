import { pino, type Logger } from 'pino';

/**
 * Technical logs: one JSON line each, on standard output, free of patient data. Only the fields of this list leave the
 * process: anything else that a caller passes is dropped, so that a whole request or row can never slip in.
 */
const allowedFields = [
  'role',
  'child',
  'pid',
  'slot',
  'request_id',
  'method',
  'route',
  'status',
  'duration_ms',
  'code',
  'error_name',
  'error_stack',
  'port',
  'ae_title',
  'address',
  'association',
  'count',
  'bytes',
  'queue',
  'job_id',
  'attempt',
  'container',
  'database',
  'version',
  'signal',
  'exit_code',
  'reason',
  'user_id',
  'structure_id',
  'lag_ms',
  'url',
] as const;

export type LogField = (typeof allowedFields)[number];
export type LogFields = Partial<Record<LogField, string | number | boolean | null>>;

export type Log = {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  with(fields: LogFields): Log;
};

const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof levels)[number];

/** @throws TypeError when `name` is no level */
export function readLevel(name: string): LogLevel {
  const level = levels.find((known) => known === name);
  if (!level) throw new TypeError(`${name} is no log level`);
  return level;
}

export function openLog(level: LogLevel, fields: LogFields = {}, write?: (line: string) => void): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const logger = write ? pino(options, { write }) : pino(options);
  return toLog(logger.child(keep(fields)));
}

function toLog(logger: Logger): Log {
  return {
    debug: (message, fields = {}) => logger.debug(keep(fields), message),
    info: (message, fields = {}) => logger.info(keep(fields), message),
    warn: (message, fields = {}) => logger.warn(keep(fields), message),
    error: (message, fields = {}) => logger.error(keep(fields), message),
    with: (fields) => toLog(logger.child(keep(fields))),
  };
}

function keep(fields: LogFields): LogFields {
  const kept: LogFields = {};
  for (const name of allowedFields) {
    const value = fields[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/**
 * What may be logged of an unforeseen error: its name, code and the places in the code, never its message, since a
 * driver's message may quote the row that it refused.
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error_name: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error_name: error.name,
    code,
    error_stack: frames
      .slice(0, 8)
      .map((line) => line.trim())
      .join(' | '),
  };
}
