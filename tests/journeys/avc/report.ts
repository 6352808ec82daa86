import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoRegion } from '@liaison/region';
import { expect, it } from 'vitest';
import { signIn } from '../../platform/api-client.ts';
import { listStudyUids } from '../../platform/catalogue.ts';
import type { Story } from './story.ts';

export function itGivesTheReport(story: () => Story): void {
  it('gives both sides the compte-rendu, with all that article 3.1.2.7 asks', async () => {
    const { platform, folder, dossierId } = story();
    const api = await signIn(platform, 'requerant@demo.liaison');
    const { status, headers, body } = await api.get<ArrayBuffer>(`/api/teledossiers/${dossierId}/report.pdf`);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const pdf = join(folder, 'report.pdf');
    writeFileSync(pdf, Buffer.from(body));
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    const study = (await listStudyUids(platform))[0] ?? '';
    for (const expected of [...asked(), study.slice(0, 20)]) {
      expect(text.replaceAll(/\s+/g, ' '), expected).toContain(expected);
    }
    const structure = execFileSync('pdfinfo', ['-struct-text', pdf], { encoding: 'utf8' });
    expect(structure).toMatch(/H1[\s\S]*H2/);
  });
}

/** Who asked and who answered, from where, and what both wrote; the rest is of the images. */
function asked(): string[] {
  const [person, expert] = [demoRegion.people[0], demoRegion.people[1]];
  return [
    'ARNAUD Claire',
    person?.rpps ?? '',
    'CH de Valombre',
    demoRegion.structures[0]?.finess ?? '',
    'Urgences',
    'BELKACEM Samir',
    expert?.rpps ?? '',
    'CHU de Saint-Aurèle',
    'UNV',
    'Thrombolyse, puis transfert',
    'Hémiplégie droite et aphasie',
    '<script>alert("x")</script>',
    'Glycémie capillaire',
    '1,2 g/L',
    '72',
  ];
}
