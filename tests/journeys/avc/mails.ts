import { expect, it } from 'vitest';
import { signIn } from '../../platform/api-client.ts';
import { listPatientNames } from '../../platform/catalogue.ts';
import { eventually } from '../../platform/start-platform.ts';
import type { Story } from './story.ts';

type Mail = { to: string[]; subject: string; text: string };

export function itTellsPeopleByMail(story: () => Story): void {
  it('told people at the four steps, in the app and by mail, without patient data', async () => {
    const { platform } = story();
    const api = await signIn(platform, 'requerant@demo.liaison');
    const readMails = async () => {
      const { body } = await api.get<{ mails: Mail[] }>('/demo/mailbox');
      return body.mails.filter(({ subject }) => !subject.includes('code de connexion'));
    };
    const sentTo = (mails: readonly Mail[], address: string) =>
      mails.filter(({ to }) => to.includes(address)).length;
    // The community on reception and complement; whoever took it on the complement; the requérant on the question and on the answer.
    const about = await eventually(async () => {
      const mails = await readMails();
      const isAll =
        sentTo(mails, 'garde.unv@demo.liaison') === 2 &&
        sentTo(mails, 'requis@demo.liaison') === 1 &&
        sentTo(mails, 'requerant@demo.liaison') === 2;
      return isAll && mails;
    });
    const traits = await listPatientNames(platform);
    for (const name of traits) expect(JSON.stringify(about).toUpperCase()).not.toContain(name.toUpperCase());
    expect(JSON.stringify(about)).not.toMatch(/Hémiplégie|Thrombolyse/);
  });
}
