import {
  type ControlFinding,
  type ControlResult,
  type Participant,
  standardVersion,
  writeMessage,
} from '@liaison/mio';
import type { ControlReport } from '../report/control-report.ts';
import type { Finding } from '../report/finding.ts';

/** Who answers whom. */
export interface M40Envelope {
  /** Of the M40 itself: a UUID of its own. */
  readonly messageId: string;
  /** ISO 8601, UTC, to the second: `2026-12-01T10:00:00Z`. */
  readonly createdAt: string;
  readonly sender: Participant;
  readonly receiver?: Participant;
  readonly isTest?: boolean;
}

/** The report as message M40, for the software that asked and for the sender. */
export function renderM40(report: ControlReport, envelope: M40Envelope): string {
  return writeMessage(toM40(report, envelope));
}

function toM40(report: ControlReport, { isTest = false, ...envelope }: M40Envelope): ControlResult {
  const { messageId, messageType, effectiveOn, counts, nomenclatures, findings } = report;
  const { BLOQUANT, ERREUR, AVERTISSEMENT, INFO } = counts.bySeverity;
  const reply = messageId === undefined ? {} : { inReplyTo: { messageId, sha256: report.messageSha256 } };
  return {
    type: 'M40',
    header: { ...envelope, isTest, standardVersion, ...reply },
    reportId: report.reportId,
    ...(messageType === undefined ? {} : { messageType }),
    ...(messageId === undefined ? {} : { messageId }),
    messageSha256: report.messageSha256,
    controller: report.controller,
    ruleSet: report.ruleSet,
    ...(nomenclatures.length > 0
      ? {
          nomenclatures: nomenclatures.map(({ system, version, sha256 }) => ({
            id: system,
            version,
            sha256,
          })),
        }
      : {}),
    ...(effectiveOn === undefined ? {} : { effectiveOn }),
    startedAt: `${report.startedAt.slice(0, 19)}Z`,
    durationMs: report.durationMs,
    verdict: report.verdict,
    counts: { blocking: BLOQUANT, errors: ERREUR, warnings: AVERTISSEMENT, infos: INFO },
    ...(findings.length > 0 ? { findings: findings.map(toFinding) } : {}),
  };
}

function toFinding({
  code,
  severity,
  layer,
  message,
  location,
  value,
  expected,
  suggestion,
  ruleUrl,
}: Finding): ControlFinding {
  const texts = {
    xpath: location.xpath,
    value,
    expected,
    suggestion,
    excel: location.excel,
    champ: location.champ,
  };
  const ids = { lot: location.lot, ligne: location.ligne };
  return {
    code,
    severity,
    layer,
    fr: tidy(message.fr),
    en: tidy(message.en),
    ...(location.line === undefined ? {} : { line: location.line }),
    ...present(ids),
    ...present(texts),
    ruleUrl,
  };
}

/** What was read may be anything: only what XML can hold goes on, without the spaces at its ends, and empty texts do not. */
function present<Key extends string>(
  texts: Readonly<Record<Key, string | undefined>>,
): Partial<Record<Key, string>> {
  const kept: Partial<Record<Key, string>> = {};
  for (const key in texts) {
    const text = texts[key];
    const tidied = text === undefined ? '' : tidy(text);
    if (tidied !== '') kept[key] = tidied;
  }
  return kept;
}

function tidy(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .trim();
}
