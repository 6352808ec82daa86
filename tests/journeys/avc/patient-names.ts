import { expect, it } from 'vitest';
import { listPatientNames } from '../../platform/catalogue.ts';
import type { Story } from './story.ts';

export function itKeepsPatientNamesToItself(story: () => Story): void {
  it('finds a patient by name without the name standing in any address', async () => {
    const { platform, requerant } = story();
    const addresses: string[] = [];
    requerant.on('request', (request) => addresses.push(request.url()));
    const [name = ''] = await listPatientNames(platform);
    for (const [path, label] of [
      ['/teledossiers', /Numéro, patient/],
      ['/examens', /Chercher|nom/i],
    ] as const) {
      await requerant.goto(path);
      await requerant.getByRole('searchbox', { name: label }).fill(name);
      const answered = requerant.waitForResponse(
        (response) => response.request().headers()['liaison-private-query'] !== undefined,
      );
      await answered;
      await requerant.getByText(name).first().waitFor();
    }
    expect(addresses.length).toBeGreaterThan(4);
    expect(
      addresses.filter((address) => decodeURIComponent(address).toUpperCase().includes(name.toUpperCase())),
    ).toEqual([]);
  });

  it('kept the technical logs free of patient data', async () => {
    const { platform } = story();
    const logs = platform.logs().replace(/Connexions, mot de passe[^\n]*/, '');
    for (const name of await listPatientNames(platform))
      expect(logs.toUpperCase()).not.toContain(name.toUpperCase());
    expect(logs).not.toMatch(/Hémiplégie|liaison-demo-2026/);
  });
}
