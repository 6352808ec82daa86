import { readMessage, type DraftMessage, type MessageByCode, type MessageCode } from '@liaison/mio';

/** The message that an interface takes in: of that type and whole, or nothing. @throws Error */
export function receive<Code extends MessageCode>(bytes: Uint8Array, code: Code): MessageByCode[Code] {
  const { message, findings } = readMessage(bytes);
  if (!message || findings.length > 0)
    throw new Error(`a message that does not read: ${findings[0]?.fr ?? ''}`);
  if (!isWhole(message, code)) throw new Error(`${code} expected, not ${message.type}`);
  return message;
}

/** A reading without findings lacks nothing that the table asks for: the types are made from the same table. */
function isWhole<Code extends MessageCode>(
  message: DraftMessage,
  code: Code,
): message is DraftMessage & MessageByCode[Code] {
  return message.type === code;
}
