import { acknowledgement } from './acknowledgement-message.ts';
import { awardNotification, commitment, noAward, rejection } from './award-messages.ts';
import { controlResult } from './control-result-message.ts';
import { catalogue } from './catalogue-message.ts';
import { clarification, clarificationRequest, publicAnswer, question } from './enquiry-messages.ts';
import type { MessageCode, MessageDefinition } from './node.ts';
import { sealedEnvelope } from './sealed-envelope-message.ts';
import { amendment, call, depositReceipt, offer, withdrawal } from './tendering-messages.ts';
import { updateBundle } from './update-bundle-message.ts';

/** The version of this profile that we write. */
export const standardVersion = '1.0';

/** All messages of the standard that have a field table, by their code. */
export const messages: Readonly<Record<MessageCode, MessageDefinition>> = {
  M10: call,
  M11: amendment,
  M12: question,
  M13: publicAnswer,
  M20: offer,
  M21: withdrawal,
  M22: sealedEnvelope,
  M23: depositReceipt,
  M24: clarificationRequest,
  M25: clarification,
  M30: awardNotification,
  M31: rejection,
  M32: commitment,
  M33: noAward,
  M40: controlResult,
  M41: acknowledgement,
  M50: updateBundle,
  M51: catalogue,
};
