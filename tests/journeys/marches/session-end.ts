import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { signInOnPage } from '../../platform/browser.ts';
import type { Platform } from '../../platform/start-platform.ts';

/** `page`: of the supplier, at the control. `offer`: with a wrong quantity in its first line. */
type Stage = {
  readonly platform: Platform;
  readonly page: Page;
  readonly needs: string;
  readonly offer: string;
};

/** A desk that is shared: the browser's pages have one session among them. */
export function itKeepsCorrectionsPastTheSession(given: () => Promise<Stage>): void {
  it('keeps corrections past the end of the session, and does nothing in the name of who comes next', async () => {
    const stage = await given();
    const { platform, page } = stage;
    const context = page.context();
    const supplier = await context.storageState();
    const becomes = (who: string) => page.getByText(`Cette page est maintenant celle de ${who}`).waitFor();
    const corrections = () => page.getByText('1 correction', { exact: true }).count();

    // The session expires unseen, and the buyer signs in beside.
    await correct(stage);
    await context.clearCookies();
    const beside = await context.newPage();
    await signInOnPage(beside, platform, 'acheteur@demo.liaison');
    await becomes('QUINTARD Élodie');
    await page.getByText('Déposez ici le message à contrôler').waitFor();
    expect(await corrections()).toBe(0);

    // She signs out beside; her page stays, and finds the supplier's session at the next act.
    await correct(stage);
    await beside.getByRole('button', { name: /Ma session/ }).click();
    await beside.getByRole('menuitem', { name: 'Se déconnecter' }).click();
    await beside.waitForURL('**/connexion*');
    await context.addCookies(supplier.cookies);
    const posted: string[] = [];
    page.on('request', (request) => (request.method() === 'POST' ? posted.push(request.url()) : undefined));
    expect(await corrections()).toBe(1);
    await page.getByRole('button', { name: 'Retirer' }).click();
    await becomes('ROUVIÈRE Marc');
    expect([posted, await corrections()]).toEqual([[], 0]);
    await context.close();
  }, 120_000);
}

async function correct({ page, needs, offer }: Stage): Promise<void> {
  const choose = (which: string, name: string, text: string) =>
    page.getByTestId(which).setInputFiles({ name, mimeType: '', buffer: Buffer.from(text) });
  await choose('control-need', 'besoins.xml', needs);
  await choose('control-message', 'offre.xml', offer);
  await page.getByRole('button', { name: /Lot.1 · ligne.1\.1 · Quantité/ }).click();
  const quantity = page.getByRole('textbox', { name: 'Quantité' });
  await quantity.fill('1');
  await quantity.press('Enter');
  await page.getByText('1 correction', { exact: true }).waitFor();
  await page.getByText('Nouveau contrôle').waitFor({ state: 'hidden' });
}
