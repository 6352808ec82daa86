import { startMailbox, type Mail, type Mailbox } from '@liaison/mailbox';
import { seenEntries } from '@liaison/journal/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../platform/api-client.ts';
import { demoPassword } from '../platform/demo.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';
import { expectNoPatientData } from './logs.ts';
import { question, sendRequest } from './requests.ts';

const team = 'garde.unv@demo.liaison';

/** One test per moment, in order. */
describe('a mail server that refuses, then goes away', () => {
  let platform: Platform;
  let mailbox: Mailbox;
  let requerant: ApiClient;
  let requis: ApiClient;

  beforeAll(async () => {
    mailbox = await startMailbox({ host: '127.0.0.1', port: 0 });
    platform = await startPlatform({
      LIAISON_LOG: 'debug',
      LIAISON_SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`,
    });
    [requerant, requis] = await Promise.all([
      signIn('requerant@demo.liaison'),
      signIn('requis@demo.liaison'),
    ]);
  });
  afterAll(async () => {
    await platform?.stop();
    await mailbox?.stop();
  });

  async function signIn(login: string): Promise<ApiClient> {
    const client = new ApiClient(platform.baseUrl);
    const { body } = await client.post<{ challenge: string }>('/api/session', {
      login,
      password: demoPassword,
    });
    const mail = await eventually(async () => mailbox.messages({ to: login })[0]);
    const code = /\b(\d{6})\b/.exec(mail.text)?.[1];
    expect((await client.post('/api/session/otp', { challenge: body.challenge, code })).status).toBe(200);
    return client;
  }

  const toTeam = (): Mail[] => mailbox.messages({ to: team });
  const failures = () => platform.logs().split('"msg":"job failed"').length - 1;
  const sentCount = async () =>
    (await seenEntries(platform.system)).filter(({ act }) => act === 'notification.sent').length;

  it('tells once, after a refusal', async () => {
    mailbox.refuseNext(1);
    await sendRequest(requerant);
    await eventually(async () => toTeam().length > 0);
    await eventually(async () => (await sentCount()) === 1);
    expect(failures()).toBe(1);
    expect(toTeam()).toHaveLength(1);
  });

  it('lets requests be sent, and tells in the application, while the server is away', async () => {
    const { port } = mailbox;
    const before = failures();
    await mailbox.stop();
    await sendRequest(requerant);
    const told = await requis.get<{ unreadCount: number }>('/api/notifications');
    expect([told.status, told.body.unreadCount]).toEqual([200, 2]);
    await eventually(async () => failures() > before);
    mailbox = await startMailbox({ host: '127.0.0.1', port });
    await eventually(async () => toTeam().length > 0);
    await eventually(async () => (await sentCount()) === 2);
    expect(toTeam()).toHaveLength(1);
  });

  it('tells of a request whose worker died between its sending and its mail', async () => {
    const { port } = mailbox;
    await mailbox.stop();
    const before = failures();
    await sendRequest(requerant);
    await eventually(async () => failures() > before);
    const { work } = await platform.roles();
    if (work) process.kill(work, 'SIGKILL');
    mailbox = await startMailbox({ host: '127.0.0.1', port });
    await eventually(async () => (await sentCount()) === 3);
    expect(toTeam()).toHaveLength(1);
  });

  it('writes no patient data into mails or logs', () => {
    expect(JSON.stringify(toTeam())).not.toMatch(/quenouillard|mirabelle/i);
    expectNoPatientData(platform, [question]);
  });
});
