import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportContent } from './report-content.ts';
import { renderReport } from './render-report.ts';
import { sampleReport } from './testing.ts';

fc.configureGlobal({ seed: 20261120 });

/** Whether poppler-utils can judge the files; without it the tests that need it say so. */
const hasPoppler = (() => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    execFileSync('pdfinfo', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('poppler-utils is absent: pdftotext and pdfinfo did not judge the compte-rendu');
    return false;
  }
})();

describe('renderReport', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'liaison-report-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What poppler says of a report, with plain spaces; null when poppler is absent. */
  async function judged(report: ReportContent, tool: string, ...options: string[]): Promise<string | null> {
    const pdf = await renderReport(report);
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    if (!hasPoppler) return null;
    const path = join(folder, 'report.pdf');
    writeFileSync(path, pdf);
    const text = execFileSync(tool, [...options, path, ...(tool === 'pdftotext' ? ['-'] : [])], {
      encoding: 'utf8',
    });
    return text.replace(/[\u00a0\u202f]/g, ' ');
  }

  it('contains every element that the CCTP lists (3.1.2.7)', async () => {
    const text = (await judged(sampleReport, 'pdftotext', '-layout'))?.replace(/\s+/g, ' ');
    if (!text) return;
    const { requester, request, answers, patient } = sampleReport;
    const author = answers[0]?.author;
    const parties = [requester, author].flatMap((party) => [
      party?.id,
      party?.name,
      party?.rpps,
      party?.structureId,
      party?.structureName,
      party?.communityName,
    ]);
    const expected = [
      ...parties,
      patient.birthName,
      patient.birthGivenNames,
      '12/03/1955',
      'Féminin',
      'Valmont (99123)',
      '2 55 03 99 123 001 96',
      '1.2.250.1.213.1.4.10',
      patient.ipp,
      ...request.attachments,
      ...request.studies.map((study) => study.StudyInstanceUID),
      'AVC-2611-000123',
      'Validé',
      'envoyée le 20/11/2026 14:09:02',
      'Le 20/11/2026 14:41:30',
      'accord du Dr BOISSIER',
      'Thrombectomie d’emblée ?',
      'SU → UNV',
      'cible ≤ 25 min',
      '7 h 30 selon l’épouse',
      'Page 1/2',
      'Page 2/2',
      'Formulaire non validé par un clinicien',
      '212, transfert en cours',
    ];
    expect(expected.filter((part) => !text.includes(part ?? '?'))).toEqual([]);
  });

  it('is tagged: headings, lists, a table with header cells, words apart, and no running head among them', async () => {
    const structure = await judged(sampleReport, 'pdfinfo', '-struct-text');
    if (!structure) return;
    for (const part of [
      /H1[^\n]*\n\s+"Compte-rendu/,
      /H2[^\n]*\n\s+"Patient"/,
      /H2[^\n]*\n\s+"Demande"/,
      /Lbl[^\n]*\n\s+"INS"/,
    ]) {
      expect(structure).toMatch(part);
    }
    expect(structure.match(/\bTable\b/g)?.length).toBe(1);
    expect(structure.match(/Scope \/Column/g)?.length).toBe(4);
    expect(structure.match(/Scope \/Row/g)?.length).toBe(2);
    expect(structure).toContain('"Anticoagulant, tension, glycémie, poids"');
    expect(structure).not.toContain('Page 1/2');
    expect(structure.indexOf('"Réponse"')).toBeLessThan(structure.indexOf('"Demande"'));
  });

  it('is a tagged PDF/A-2a in French, with its title, its metadata and all fonts embedded', async () => {
    const pdf = (await renderReport(sampleReport)).toString('latin1');
    expect(pdf).toContain('<pdfaid:part>2</pdfaid:part>');
    expect(pdf).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    expect(pdf).toMatch(/\/Lang \(fr-FR\)/);
    expect(pdf).toMatch(/\/Marked true/);
    expect(pdf).toMatch(/\/DisplayDocTitle true/);
    expect(pdf).toMatch(/\/OutputIntents/);
    expect(pdf).not.toMatch(/\/BaseFont \/(Helvetica|Times|Courier)/);
    expect(pdf.match(/\/FontFile2 /g)?.length).toBe(3);
  });

  it('gives the same bytes for the same content', async () => {
    expect((await renderReport(sampleReport)).equals(await renderReport(sampleReport))).toBe(true);
  });

  it('marks a provisional report and a provisional identity on the first page and on the next', async () => {
    const report: ReportContent = {
      ...sampleReport,
      status: 'provisoire',
      patient: {
        ...sampleReport.patient,
        ins: null,
        provisional: true,
        sources: { birthName: 'dicom', birthDate: 'dicom' },
      },
    };
    const text = await judged(report, 'pdftotext', '-layout');
    if (!text) return;
    expect(text).toContain('Provisoire, non validé');
    expect(text).toContain('Télédossier AVC-2611-000123 · PROVISOIRE');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Provisoire, à vérifier. Repris des images : nom, date de naissance.',
    );
  });

  it('says what is missing when nothing is known and nothing was answered', async () => {
    const empty = { sections: [], attachments: [], studies: [], formMention: null };
    const report: ReportContent = {
      ...sampleReport,
      structureHeader: [],
      patient: {
        birthName: '',
        birthGivenNames: '',
        usedName: null,
        birthDate: null,
        sex: null,
        birthPlace: '',
        ins: null,
        ipp: '',
        provisional: true,
        sources: {},
      },
      request: { ...sampleReport.request, ...empty },
      answers: [],
      complements: [],
    };
    const text = (await judged(report, 'pdftotext', '-layout'))?.replace(/\s+/g, ' ');
    if (!text) return;
    for (const part of ['Aucune réponse à ce jour.', 'Aucun élément renseigné.', 'Non connu', 'Page 1/1'])
      expect(text).toContain(part);
  });

  it('flows a long text over pages without losing a word, each page saying whose it is', async () => {
    const words = Array.from({ length: 2500 }, (_, index) => `mot${index}`);
    const text = await judged(withAdvice(words.join(' ')), 'pdftotext', '-layout');
    if (!text) return;
    expect(words.filter((word) => !new RegExp(`\\b${word}\\b`).test(text))).toEqual([]);
    const pages = text.split('\f').filter((page) => page.trim() !== '');
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages.slice(1))
      expect(page).toContain('LEFÈVRE-ŒUVRARD Élodie Marie Noëlle, 12/03/1955');
  });

  it('draws what its own face lacks with another, and what none has as a replacement, never nothing', async () => {
    const text = await judged(
      withAdvice('β ≥ 2, Жуков, 漢字, 🧠👩‍⚕️, µg, T₂\u0007 a\u202eb'),
      'pdftotext',
      '-raw',
    );
    if (!text) return;
    expect(text).toContain('β ≥ 2, Жуков, ��, ��⚕, µg, T₂� ab');
  });

  it('shows hostile text as text', async () => {
    const hostile = '<script>alert(1)</script> %PDF-1.7 endobj (((\\ << /JS (x) >> 𝕏';
    const text = await judged(withAdvice(hostile), 'pdftotext', '-raw');
    if (!text) return;
    expect(text.replace(/\s+/g, ' ')).toContain(
      '<script>alert(1)</script> %PDF-1.7 endobj (((\\ << /JS (x) >>',
    );
  });

  it('cuts a word that no line can hold', async () => {
    const text = await judged(withAdvice('x'.repeat(700)), 'pdftotext', '-raw');
    if (!text) return;
    expect(text.match(/x{20,}/g)?.join('').length).toBe(700);
  });

  it('never fails, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        async (advice, name) => {
          const report = withAdvice(advice);
          const pdf = await renderReport({
            ...report,
            title: name,
            patient: { ...report.patient, birthName: name },
          });
          expect(pdf.length).toBeGreaterThan(1000);
        },
      ),
      { numRuns: 25 },
    );
  });
});

function withAdvice(value: string): ReportContent {
  const [answer] = sampleReport.answers;
  if (!answer) throw new Error('the sample has an answer');
  const sections = [{ section: 'Avis', lines: [{ label: 'Avis', value }] }];
  return { ...sampleReport, answers: [{ ...answer, sections }] };
}
