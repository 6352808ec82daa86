import type { Page } from 'playwright-core';

const french = new Intl.NumberFormat('fr-FR');

/** Waits until the list of exams shows a study of that many images, without a reload. */
export async function expectShown(page: Page, imageCount: number): Promise<void> {
  await page
    .getByText(new RegExp(`^\\D*${french.format(imageCount)}\\simages?`))
    .first()
    .waitFor();
}
