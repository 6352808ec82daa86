import { demoPassword } from './demo.ts';
import { eventually, type Platform } from './start-platform.ts';

type Reply<Body = unknown> = { status: number; body: Body; headers: Headers };

/** Someone at the API, as a program would use it: signs in by the same two steps as the page, keeps the cookie. */
export class ApiClient {
  readonly #baseUrl: string;
  #cookie = '';

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  get cookie(): string {
    return this.#cookie;
  }

  async ask<Body = never>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<Body>> {
    const response = await fetch(`${this.#baseUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const given = response.headers.getSetCookie()[0];
    if (given) this.#cookie = given.split(';')[0] ?? '';
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const read: unknown = isJson ? await response.json() : await response.arrayBuffer();
    // What the test expects of the reply is its own affair: it asserts on it next.
    return { status: response.status, body: read as Body, headers: response.headers };
  }

  get<Body = never>(path: string): Promise<Reply<Body>> {
    return this.ask<Body>('GET', path);
  }

  post<Body = never>(path: string, body: unknown = {}): Promise<Reply<Body>> {
    return this.ask<Body>('POST', path, body);
  }
}

/** Signs in as one of the demo region's people, with the code read in the demo mailbox. */
export async function signIn(platform: Platform, login: string): Promise<ApiClient> {
  const client = new ApiClient(platform.baseUrl);
  const since = new Date().toISOString();
  const { body } = await client.post<{ challenge: string }>('/api/session', {
    login,
    password: demoPassword,
  });
  const code = await eventually(() => readCode(client, login, since));
  const opened = await client.post('/api/session/otp', { challenge: body.challenge, code });
  if (opened.status !== 200) throw new Error(`sign-in of ${login} answered ${opened.status}`);
  return client;
}

export async function readCode(client: ApiClient, login: string, since: string): Promise<string | undefined> {
  const { body } = await client.get<{ mails: { at: string; subject: string; text: string }[] }>(
    `/demo/mailbox?to=${encodeURIComponent(login)}`,
  );
  const mail = body.mails.find(({ at, subject }) => at >= since && subject.includes('code de connexion'));
  return mail && /\b(\d{6})\b/.exec(mail.text)?.[1];
}
