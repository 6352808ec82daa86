/**
 * Holds the code against architecture.mjs: manifests, imports and doors. First it plants violations in memory and fails
 * unless it sees each of them; then it reads the tree, and fails if it read suspiciously few modules.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  connectorPairs,
  domainRanks,
  doors,
  layers,
  leaves,
  outside,
  platformRanks,
  receiverMayImport,
} from '../architecture.mjs';

const root = resolve(import.meta.dirname, '..');
const fewestModules = 150;

/** @typedef {{ name: string, folder: string, layer: string, unit: string, dependencies: Set<string> }} Package */
/** @typedef {{ file: string, specifiers: string[] }} Module */

/** Packages of the workspaces, by name. @returns {Map<string, Package>} */
function readPackages() {
  const found = new Map();
  for (const manifest of globSync(
    '{kernel,{protocols,platform,domains,connectors,apps,simulators}/*}/package.json',
    { cwd: root },
  )) {
    const {
      name,
      dependencies = {},
      devDependencies = {},
    } = JSON.parse(readFileSync(join(root, manifest), 'utf8'));
    const folder = dirname(manifest).replaceAll('\\', '/');
    const [layer, unit = layer] = folder.split('/');
    found.set(name, {
      name,
      folder,
      layer,
      unit,
      dependencies: new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]),
    });
  }
  return found;
}

/** @returns {Module[]} */
function readModules() {
  const files = globSync(
    '{kernel,protocols,platform,domains,connectors,apps,simulators}/**/src/**/*.{ts,tsx}',
    {
      cwd: root,
      exclude: (path) => /node_modules|dist$/.test(path),
    },
  );
  return files.map((file) => ({
    file: file.replaceAll('\\', '/'),
    specifiers: specifiersOf(readFileSync(join(root, file), 'utf8')),
  }));
}

/** @param {string} text */
export function specifiersOf(text) {
  const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*|\bimport\.meta\.resolve\(\s*)['"]([^'"\n]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

/**
 * Every broken rule, as a sentence that says what to do.
 * @param {Map<string, Package>} packages
 * @param {Module[]} modules
 */
export function violations(packages, modules) {
  const byFolder = [...packages.values()].toSorted((a, b) => b.folder.length - a.folder.length);
  const told = [];
  for (const { file, specifiers } of modules) {
    const own = byFolder.find(({ folder }) => file.startsWith(`${folder}/`));
    if (!own) continue;
    for (const specifier of specifiers)
      told.push(
        ...judge(own, file, specifier, packages).map((why) => `${file}: imports ${specifier}: ${why}`),
      );
  }
  return told;
}

/** @param {Package} own @param {string} file @param {string} specifier @param {Map<string, Package>} packages */
function judge(own, file, specifier, packages) {
  if (specifier.startsWith('.')) {
    const target = relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/');
    const isFree = target.startsWith(`${own.folder}/`) || target === 'architecture.mjs';
    return isFree ? [] : ['it reaches into another package; use its door'];
  }
  if (!specifier.startsWith('@liaison/')) return [];
  const [, name = '', ...rest] = specifier.split('/');
  const other = packages.get(`@liaison/${name}`);
  if (!other) return ['there is no such package'];
  const told = [];
  const door = rest.length === 0 ? '.' : `./${rest.join('/')}`;
  if (!doors.includes(door)) told.push(`only the doors ${doors.join(' ')} open`);
  if (door === './testing' && !/\.test\.ts$|testing[^/]*\.ts$/.test(file))
    told.push('testing doors are for tests');
  if (!own.dependencies.has(other.name) && own.name !== other.name)
    told.push(`${own.folder}/package.json does not list it`);
  if (!mayImport(own, other, door))
    told.push(`${own.layer}/${own.unit} must not know ${other.layer}/${other.unit} (ARCHITECTURE.md)`);
  if (own.unit === 'dimse' && !receiverMayImport.includes(other.unit))
    told.push('the receiving process stays small (docs/adr)');
  return told;
}

/** @param {Package} own @param {Package} other @param {string} door */
function mayImport(own, other, door) {
  if (own.name === other.name || leaves.includes(other.layer)) return true;
  if (leaves.includes(own.layer)) return false;
  if (outside.includes(other.layer)) return own.layer === 'apps' || own.layer === other.layer;
  if (own.layer === 'apps' && own.unit === 'web') return door === './contract' || door === './web';
  const left = outside.includes(own.layer) ? 0 : layers.indexOf(own.layer);
  const right = layers.indexOf(other.layer);
  if (left !== right) return left < right;
  if (own.layer === 'domains') return rank(domainRanks, own.unit) > rank(domainRanks, other.unit);
  if (own.layer === 'platform') return rank(platformRanks, own.unit) > rank(platformRanks, other.unit);
  if (own.layer === 'connectors')
    return Object.entries(connectorPairs).some(
      ([unit, others]) => unit === own.unit && others.includes(other.unit),
    );
  return false;
}

/** @param {Record<string, number>} ranks @param {string} unit */
function rank(ranks, unit) {
  const found = ranks[unit];
  if (found === undefined) throw new Error(`${unit} has no rank in architecture.mjs`);
  return found;
}

/** The tool proves that it sees: each planted violation must be told. @param {Map<string, Package>} packages */
function missedPlants(packages) {
  const plants = [
    { file: 'platform/db/src/planted.ts', specifiers: ['@liaison/journal'] },
    { file: 'domains/access/src/planted.ts', specifiers: ['@liaison/teledossier'] },
    { file: 'domains/imaging/src/planted.ts', specifiers: ['@liaison/forms'] },
    { file: 'apps/web/src/planted.ts', specifiers: ['@liaison/teledossier'] },
    { file: 'domains/signin/src/planted.ts', specifiers: ['@liaison/directory/src/store.ts'] },
    { file: 'domains/signin/src/planted.ts', specifiers: ['../../directory/src/store.ts'] },
    { file: 'connectors/dimse/src/planted.ts', specifiers: ['@liaison/db'] },
    { file: 'kernel/src/planted.ts', specifiers: ['@liaison/log'] },
  ];
  return plants.filter((plant) => violations(packages, [plant]).length === 0);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const packages = readPackages();
  const missed = missedPlants(packages);
  const modules = readModules();
  const told = violations(packages, modules);
  if (missed.length > 0)
    told.push(
      ...missed.map(({ file, specifiers }) => `planted violation not seen: ${file} → ${specifiers.join()}`),
    );
  if (modules.length < fewestModules)
    told.push(`only ${modules.length} modules read: the glob no longer matches the tree`);
  for (const line of told) console.error(line);
  console.log(
    `boundaries: ${modules.length} modules in ${packages.size} packages, ${told.length} violation(s)`,
  );
  process.exit(told.length > 0 ? 1 : 0);
}
