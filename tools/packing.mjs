/**
 * Packages of this repository as tarballs that a stranger installs: emitted by tsc, with all that they stand on inside
 * (`bundleDependencies`), so that they install without network and name no package of the workspace to a registry.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { local } from './steps.mjs';

export const root = resolve(import.meta.dirname, '..');
const scope = '@liaison/';

/**
 * What is packed. `readme`: what a stranger reads first. `exports`: `src/index.ts` becomes `lib/index.js`, and so on.
 * @typedef {{ name: string, version: string, description?: string, license: string, type: string,
 *   exports?: Record<string, string>, bin?: Record<string, string>, dependencies?: Record<string, string> }} Manifest
 * @typedef {{ folder: string, manifest: Manifest }} Package
 * @typedef {{ folder: string, readme: string, bin?: Record<string, string> }} Order
 */

/** Files that no door leads to, and that run all the same. @type {Record<string, string[]>} */
const alsoRuns = {
  '@liaison/mio-control': ['src/pool/control-worker.ts'],
  '@liaison/mio-command': ['src/main.ts'],
};

/** Packages of the workspace by name. @returns {Map<string, Package>} */
function readWorkspace() {
  const manifests = globSync('{protocols,connectors,platform,apps}/*/package.json', { cwd: root });
  return new Map(
    manifests.map((path) => {
      const manifest = readManifest(join(root, path));
      return [manifest.name, { folder: join(root, dirname(path)), manifest }];
    }),
  );
}

/** @param {string} path @returns {Manifest} */
function readManifest(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** A package and those of the workspace that it stands on. @param {string} name @param {Map<string, Package>} workspace */
function closureOf(name, workspace) {
  /** @type {Map<string, Package>} */
  const found = new Map();
  /** @param {string} wanted */
  const visit = (wanted) => {
    const known = workspace.get(wanted);
    if (!known || found.has(wanted)) return;
    found.set(wanted, known);
    for (const dependency of Object.keys(known.manifest.dependencies ?? {})) visit(dependency);
  };
  visit(name);
  return found;
}

/** JavaScript and declarations of packages, by tsc, under `output` as they lie in the repository. @param {Package[]} packages @param {string} output */
function emit(packages, output) {
  const doors = packages.map(({ folder, manifest }) => [
    manifest.name,
    join(folder, manifest.exports?.['.'] ?? ''),
  ]);
  const files = packages.flatMap(({ folder, manifest }) =>
    [
      ...Object.entries(manifest.exports ?? {}).flatMap(([door, file]) => (door === '.' ? [file] : [])),
      ...(alsoRuns[manifest.name] ?? []),
    ].map((file) => join(folder, file)),
  );
  const config = join(output, 'tsconfig.json');
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    allowJs: false,
    checkJs: false,
    outDir: output,
    rootDir: root,
    // Straight to the sources: what is found through node_modules counts as somebody else's, and is not emitted.
    paths: Object.fromEntries(doors.map(([name, door]) => [name, [door]])),
    typeRoots: [join(root, 'node_modules', '@types')],
  };
  mkdirSync(output, { recursive: true });
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include: [], files }),
  );
  run(process.execPath, [local('typescript/bin/tsc'), '-p', config], root);
  for (const file of globSync('**/*.d.ts', { cwd: output })) {
    const path = join(output, file);
    // tsc rewrites `./a.ts` in what it emits as JavaScript, and leaves it in declarations.
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/(['"])(\.{1,2}\/[^'"]+)\.ts\1/g, '$1$2.js$1'));
  }
}

/** Packs packages of the workspace, emitted together. @param {readonly Order[]} orders @param {string} output @returns {string[]} paths of the tarballs */
export function packAll(orders, output) {
  const workspace = readWorkspace();
  const closures = orders.map(({ folder }) => {
    const { name } = readManifest(join(root, folder, 'package.json'));
    return closureOf(name, workspace);
  });
  const emitted = join(output, '.emitted');
  rmSync(emitted, { recursive: true, force: true });
  emit([...new Map(closures.flatMap((packages) => [...packages])).values()], emitted);
  const tarballs = orders.map((order, rank) => pack(order, closures[rank] ?? new Map(), { emitted, output }));
  rmSync(emitted, { recursive: true });
  return tarballs;
}

/** @param {Order} order @param {Map<string, Package>} packages @param {{ emitted: string, output: string }} places @returns {string} path of the tarball */
function pack({ folder, readme, bin }, packages, { emitted, output }) {
  const { name } = readManifest(join(root, folder, 'package.json'));
  const work = join(output, `.${basename(folder)}`);
  rmSync(work, { recursive: true, force: true });
  const staged = join(work, 'package');
  const modules = join(staged, 'node_modules');
  for (const [packed, known] of packages) {
    const place = packed === name ? staged : join(modules, packed);
    cpSync(join(emitted, relative(root, known.folder), 'src'), join(place, 'lib'), { recursive: true });
    writeManifest(place, packedManifest(known.manifest));
    copyModules(known, packed === name ? modules : join(place, 'node_modules'), modules);
  }
  finish(staged, readme, bin);
  const tarball = npmPack(staged, output);
  rmSync(work, { recursive: true });
  return tarball;
}

/** Modules of others that a package needs, as they are installed here: beside it where they are beside it here. @param {Package} from @param {string} own @param {string} shared */
function copyModules({ folder, manifest }, own, shared) {
  for (const dependency of Object.keys(manifest.dependencies ?? {}).filter(
    (known) => !known.startsWith(scope),
  )) {
    const nested = join(folder, 'node_modules', dependency);
    const source = existsSync(nested) ? nested : join(root, 'node_modules', dependency);
    const target = join(source === nested ? own : shared, dependency);
    if (existsSync(target)) continue;
    // Its own nested modules come with it.
    cpSync(source, target, { recursive: true });
    copyModules(
      { folder: source, manifest: readManifest(join(source, 'package.json')) },
      join(target, 'node_modules'),
      shared,
    );
  }
}

/** @param {Manifest} manifest */
function packedManifest({ name, version, description, license, type, exports = {}, dependencies = {} }) {
  const door = exports['.'];
  return {
    name,
    version,
    ...(description === undefined ? {} : { description }),
    license,
    type,
    ...(door === undefined
      ? {}
      : { exports: { '.': { types: emittedName(door, '.d.ts'), default: emittedName(door, '.js') } } }),
    dependencies,
  };
}

/** @param {string} source @param {string} extension */
function emittedName(source, extension) {
  return source.replace(/^\.\/src\//, './lib/').replace(/\.ts$/, extension);
}

/** What the package itself says of how it is used, and all that lies in it. @param {string} staged @param {string} readme @param {Record<string, string>} [bin] */
function finish(staged, readme, bin) {
  const manifest = readManifest(join(staged, 'package.json'));
  const bundled = globSync(['node_modules/*/package.json', 'node_modules/@*/*/package.json'], { cwd: staged })
    .map((path) => readManifest(join(staged, path)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  writeManifest(staged, {
    ...manifest,
    ...(bin ? { bin } : {}),
    engines: { node: '>=24' },
    // Exact: what lies inside is what was tested.
    dependencies: Object.fromEntries(bundled.map(({ name, version }) => [name, version])),
    bundleDependencies: bundled.map(({ name }) => name),
  });
  cpSync(join(root, 'LICENSE'), join(staged, 'LICENSE'));
  cpSync(join(root, readme), join(staged, 'README.md'));
}

/** @param {string} folder @param {object} manifest */
function writeManifest(folder, manifest) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** @param {string} staged @param {string} output @returns {string} */
function npmPack(staged, output) {
  const said = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', output], staged);
  return join(output, JSON.parse(said)[0].filename);
}

/**
 * Runs npm: by the script that runs this one where there is one, which needs no shell on any platform.
 * @param {string[]} args @param {string} folder @returns {string} its standard output
 */
export function npm(args, folder) {
  const script = process.env['npm_execpath'];
  return script === undefined
    ? run('npm', args, folder, process.platform === 'win32')
    : run(process.execPath, [script, ...args], folder);
}

/** @param {string} command @param {string[]} args @param {string} folder @param {boolean} [shell] */
function run(command, args, folder, shell = false) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    shell,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  return stdout;
}
