import type { ControlReport } from '../report/control-report.ts';
import type { Finding } from '../report/finding.ts';
import { escapeMarkup } from './escape.ts';

/**
 * The report in the Schematron Validation Report Language (ISO/IEC 19757-3 annex D), for tools that know no other.
 * Findings of layers before the rules are failed asserts too: their `id` tells them apart.
 */
export function renderSvrl(report: ControlReport): string {
  const title = `Contrôle MIO ${report.messageType ?? ''} ${report.messageId ?? report.messageSha256}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svrl:schematron-output xmlns:svrl="http://purl.oclc.org/dsdl/svrl" title="${escapeMarkup(title)}" schemaVersion="${escapeMarkup(report.ruleSet.version)}">`,
    `  <svrl:active-pattern id="${escapeMarkup(report.ruleSet.id)}"/>`,
    '  <svrl:fired-rule context="/*"/>',
    ...report.findings.map(failedAssert),
    '</svrl:schematron-output>',
    '',
  ].join('\n');
}

function failedAssert(finding: Finding): string {
  const { code, severity, message, location } = finding;
  const attributes = [
    ['id', code],
    ['role', severity],
    ['location', location.xpath ?? '/*'],
    ['test', code],
    ['see', finding.ruleUrl],
  ].map(([name, value = '']) => `${name}="${escapeMarkup(value)}"`);
  return `  <svrl:failed-assert ${attributes.join(' ')}><svrl:text xml:lang="fr">${escapeMarkup(message.fr)}</svrl:text></svrl:failed-assert>`;
}
