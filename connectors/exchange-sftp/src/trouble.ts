import { FileSpaceError, type FileSpaceTrouble } from '@liaison/file-space';

/** What the client, the SSH layer or the SFTP server says (draft-ietf-secsh-filexfer-02 section 7). */
const byCode: Readonly<Record<string, FileSpaceTrouble>> = {
  ENOENT: 'missing',
  ERR_BAD_PATH: 'missing',
  '2': 'missing',
  EACCES: 'unauthorised',
  ERR_NOT_CONNECTED: 'unreachable',
  '3': 'unauthorised',
  '6': 'unreachable',
  '7': 'unreachable',
  '14': 'no-room',
  '15': 'no-room',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  ENOTFOUND: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ETIMEDOUT: 'unreachable',
};

export function toFileSpaceError(error: unknown): FileSpaceError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : '';
  return new FileSpaceError(byCode[code] ?? byMessage(message), code, { cause: error });
}

function byMessage(message: string): FileSpaceTrouble {
  if (/authentication|permission denied/i.test(message)) return 'unauthorised';
  if (/no space|quota/i.test(message)) return 'no-room';
  if (/no such file/i.test(message)) return 'missing';
  if (/timed out|timeout|refused|not connected|connection|getaddrinfo|handshake/i.test(message))
    return 'unreachable';
  return 'unforeseen';
}
