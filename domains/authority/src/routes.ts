import { authoriseFeature } from '@liaison/access';
import { withActor, withSystem, type AppDatabase, type SystemDatabase, type Tx } from '@liaison/db';
import { actorOf, bytesOf, openAdmission, refuseUnknown, route, type App } from '@liaison/http';
import type { UserActor } from '@liaison/kernel';
import type { Live } from '@liaison/live';
import { z } from 'zod';
import { renewLicence, revokeLicence, suspendOrReinstate } from './change-licence.ts';
import * as contract from './contract.ts';
import { deliverLicence } from './deliver-licence.ts';
import type { AuthorityDeps } from './deps.ts';
import { mountPublic } from './public-routes.ts';
import { publishFiles } from './publish-files.ts';
import { publishNomenclature } from './publish-nomenclature.ts';
import { publishSigned } from './publish-signed.ts';
import { qualifyInterface, withdrawInterface } from './qualify-interface.ts';
import * as read from './read-registers.ts';
import { registerOrganisation } from './register-organisation.ts';
import { mountSubscribers } from './subscriber-routes.ts';

export type AuthorityRoutes = AuthorityDeps & {
  readonly database: AppDatabase;
  /** For what nobody signs in for: the public registry, and subscribers. */
  readonly system: SystemDatabase;
  readonly live: Live;
  /** Where subscribers find this authority: an assertion for another address is none for us. */
  readonly publicUrl: string;
};

/** Of a code list of a million rows, or of a bundle. */
const mostBytesSent = 256 * 1024 * 1024;

export function mountAuthority(app: App, given: AuthorityRoutes): void {
  mountRegistry(app, given);
  mountLicences(app, given);
  mountBundles(app, given);
  mountPublic(app, given);
  mountSubscribers(app, given);
}

type Act<Value> = (tx: Tx, actor: UserActor) => Promise<Value>;

function mountRegistry(app: App, { database, clock, ...deps }: AuthorityRoutes): void {
  const as = <Value>(actor: UserActor, act: Act<Value>) => withActor(database, actor, (tx) => act(tx, actor));
  route(app, contract.overview, ({ actor }) =>
    as(actor, (tx) => read.readOverview(tx, actor, { clock, ...deps })),
  );
  route(app, contract.listOrganisations, async ({ actor }) => ({
    organisations: await as(actor, (tx) => read.listOrganisations(tx, actor, clock)),
  }));
  route(app, contract.registerOrganisation, async ({ actor, body }) => ({
    id: await as(actor, (tx) => registerOrganisation(tx, actor, body)),
  }));
  route(app, contract.qualifyInterface, async ({ actor, body }) => ({
    id: await as(actor, (tx) => qualifyInterface(tx, actor, body)),
  }));
  route(app, contract.withdrawInterface, async ({ actor, params, body }) => {
    await as(actor, (tx) => withdrawInterface(tx, actor, clock, params.interfaceId, body.reason));
    return undefined;
  });
  route(app, contract.listInterfaces, async () => ({
    authority: read.findAuthorityName(deps.openKeys),
    interfaces: await withSystem(deps.system, read.listInterfaces),
  }));
  route(app, contract.listSubscribers, async ({ actor }) => ({
    subscribers: await as(actor, (tx) => read.listSubscribers(tx, actor, clock)),
  }));
}

function mountLicences(app: App, { database, ...deps }: AuthorityRoutes): void {
  route(app, contract.listLicences, async ({ actor }) => ({
    licences: await withActor(database, actor, (tx) => read.listLicences(tx, actor, deps.clock)),
  }));
  route(app, contract.deliverLicence, ({ actor, body }) =>
    withActor(database, actor, (tx) => deliverLicence(tx, actor, deps, body)),
  );
  route(app, contract.renewLicence, async ({ actor, params, body }) => {
    await withActor(database, actor, (tx) => renewLicence(tx, actor, deps, params.licenceId, body));
    return undefined;
  });
  for (const [endpoint, act] of [
    [contract.suspendLicence, 'suspended'],
    [contract.reinstateLicence, 'reinstated'],
  ] as const)
    route(app, endpoint, async ({ actor, params, body }) => {
      await withActor(database, actor, (tx) =>
        suspendOrReinstate(tx, actor, deps, params.licenceId, act, body.reason),
      );
      return undefined;
    });
  route(app, contract.revokeLicence, async ({ actor, params, body }) => {
    await withActor(database, actor, (tx) => revokeLicence(tx, actor, deps, params.licenceId, body));
    return undefined;
  });
  app.get(
    contract.certificateUrl(':licenceId'),
    {
      preHandler: refuseUnknown,
      schema: { summary: 'Le certificat d’une licence et celui de son autorité, PEM.' },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { licenceId } = z.object({ licenceId: z.uuid() }).parse(request.params);
      const pem = await withActor(database, actor, (tx) =>
        read.readCertificatePem(tx, actor, deps.openKeys, licenceId),
      );
      return reply
        .type('application/pem-certificate-chain')
        .header('content-disposition', 'attachment; filename="controleur.pem"')
        .send(pem);
    },
  );
}

function mountBundles(app: App, { database, ...deps }: AuthorityRoutes): void {
  const mountUpload = uploadsTo(app);
  route(app, contract.listBundles, async ({ actor }) => ({
    bundles: await withActor(database, actor, (tx) => read.listBundles(tx, actor, deps.clock)),
  }));
  mountUpload(contract.nomenclaturesUrl, {
    summary: 'Publie une liste de codes, ou ce qui y change, à partir d’un tableau CSV ou NDJSON.',
    query: contract.publishNomenclatureQuery,
    reply: contract.publishedNomenclature,
    take: (actor, { system, label, effectiveFrom, content, trial }, bytes) =>
      withActor(database, actor, (tx) => {
        const order = { system, label, effectiveFrom, content, isTrial: trial === 'true' };
        return publishNomenclature(tx, actor, deps, order, bytes);
      }),
  });
  mountUpload(contract.filesUrl, {
    summary: 'Publie un jeu de règles ou des schémas, à partir d’une archive zip.',
    query: contract.publishFilesQuery,
    reply: contract.publishedVersion,
    take: (actor, { minController = null, ...order }, bytes) =>
      withActor(database, actor, (tx) => publishFiles(tx, actor, deps, { ...order, minController }, bytes)),
  });
  mountUpload(contract.signedUrl, {
    summary: 'Publie un lot signé à la cérémonie, tel qu’un lot de confiance.',
    query: z.object({}),
    reply: contract.publishedVersion,
    take: (actor, _query, bytes) => withActor(database, actor, (tx) => publishSigned(tx, actor, deps, bytes)),
  });
}

type Upload<Query extends z.ZodObject, Reply extends z.ZodType> = {
  summary: string;
  query: Query;
  reply: Reply;
  take(actor: UserActor, query: z.output<Query>, bytes: Buffer): Promise<z.input<Reply>>;
};

/** Routes whose body is a file, whatever its type; who may not publish is refused before it is read. */
function uploadsTo(app: App) {
  // A request holds its whole file in memory, and waits for those that publish before it.
  const admit = openAdmission({ most: 1, busyCode: 'authority/busy' });
  return <Query extends z.ZodObject, Reply extends z.ZodType>(url: string, given: Upload<Query, Reply>) =>
    void app.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      scope.route<{ Body: unknown }>({
        method: 'POST',
        url,
        bodyLimit: mostBytesSent,
        config: { takesLong: true },
        schema: { summary: given.summary, querystring: given.query, response: { 200: given.reply } },
        ...admit(
          (actor) => authoriseFeature(actor, 'authority:publish'),
          (request) => given.take(actorOf(request), given.query.parse(request.query), bytesOf(request)),
        ),
      });
    });
}
