import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { nodeDisk } from './disk.ts';
import { ContainerMissingError } from './errors.ts';

/**
 * Where containers are: `<root>/open/<node>.<slot>.<id>.lsc` while they are written or not yet wholly catalogued,
 * `<root>/sealed/<yyyy-mm-dd>/<id>.lsc` afterwards, `<root>/damaged/` when their file header cannot be read.
 */
const extension = '.lsc';
const openPattern = /^([A-Za-z0-9_-]+)\.(\d+)\.([0-9a-f-]{36})\.lsc$/;
const nodePattern = /^[A-Za-z0-9_-]+$/;
const dayPattern = /^\d{4}-\d\d-\d\d$/;
const idPattern = /^[0-9a-f-]{36}$/;

export type OpenContainer = { id: string; path: string; node: string; slot: number };

export function openDirectory(root: string): string {
  return join(root, 'open');
}

export function damagedDirectory(root: string): string {
  return join(root, 'damaged');
}

function sealedDirectory(root: string): string {
  return join(root, 'sealed');
}

export function openName(about: { id: string; node: string; slot: number }): string {
  if (!nodePattern.test(about.node)) throw new TypeError('a node is named with letters, digits, - and _');
  if (!idPattern.test(about.id)) throw new TypeError('a container id is a UUID');
  return `${about.node}.${about.slot}.${about.id}${extension}`;
}

function listNames(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

/** Containers that are not sealed, oldest first. */
export function listOpenContainers(root: string): OpenContainer[] {
  const found = listNames(openDirectory(root)).flatMap((name) => {
    const [, node, slot, id] = openPattern.exec(name) ?? [];
    if (node === undefined || slot === undefined || id === undefined) return [];
    return [{ id, path: join(openDirectory(root), name), node, slot: Number(slot) }];
  });
  return found.toSorted((left, right) => (left.id < right.id ? -1 : 1));
}

/** The day, in UTC, that the time in a UUID version 7 falls on. */
export function dayOfContainer(id: string): string {
  const ms = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  return new Date(ms).toISOString().slice(0, 10);
}

/**
 * Path of a container, sealed or not. `name`: its path below `root` or its file's name as last known, looked at first.
 * Throws `ContainerMissingError`.
 */
export function locateContainer(root: string, id: string, name?: string): string {
  if (!idPattern.test(id)) throw new ContainerMissingError(id);
  const likely = [
    ...(name === undefined ? [] : [join(root, name), join(openDirectory(root), basename(name))]),
    join(sealedDirectory(root), dayOfContainer(id), id + extension),
  ];
  // Twice: between the two looks the container may have been sealed.
  const found =
    likely.find((path) => path.endsWith(id + extension) && existsSync(path)) ??
    findOpen(root, id) ??
    findSealed(root, id);
  if (found === undefined) throw new ContainerMissingError(id);
  return found;
}

function findOpen(root: string, id: string): string | undefined {
  return listOpenContainers(root).find((container) => container.id === id)?.path;
}

function findSealed(root: string, id: string): string | undefined {
  return listNames(sealedDirectory(root))
    .map((day) => join(sealedDirectory(root), day, id + extension))
    .find((path) => existsSync(path));
}

/** A container to seal: `day` (`yyyy-mm-dd`) is that of its folder, `path` where it was last seen among the open ones. */
export type ToSeal = { readonly id: string; readonly day: string; readonly path?: string };

/**
 * Moves containers out of the open ones, each to the folder of its day; what was moved already stays. When this returns,
 * the moves are on the disk. One that cannot be moved holds up no other.
 * @returns the ids of those that are sealed, and why the others are not
 */
export function sealContainers(
  root: string,
  containers: readonly ToSeal[],
): { sealed: string[]; failures: { id: string; error: unknown }[] } {
  const changed = new Set<string>();
  const sealed: string[] = [];
  const failures: { id: string; error: unknown }[] = [];
  for (const container of containers) {
    try {
      moveToSealed(root, container).forEach((directory) => changed.add(directory));
      sealed.push(container.id);
    } catch (error) {
      failures.push({ id: container.id, error });
    }
  }
  for (const directory of changed) nodeDisk.syncDirectory(directory);
  return { sealed, failures };
}

/** @returns the directories that changed */
function moveToSealed(root: string, { id, day, path }: ToSeal): string[] {
  if (!dayPattern.test(day)) throw new TypeError('a day is yyyy-mm-dd');
  const directory = join(sealedDirectory(root), day);
  const target = join(directory, id + extension);
  if (existsSync(target)) return [];
  const from = path !== undefined && existsSync(path) ? path : findOpen(root, id);
  if (from === undefined) throw new ContainerMissingError(id);
  const isNewDay = !existsSync(directory);
  if (isNewDay) mkdirSync(directory, { recursive: true });
  renameSync(from, target);
  return [directory, dirname(from), ...(isNewDay ? [sealedDirectory(root), root] : [])];
}

/** Every container by id, and the names of what was set aside. */
export function listContainers(root: string): { open: string[]; sealed: string[]; setAside: string[] } {
  const sealed = listNames(sealedDirectory(root)).flatMap((day) =>
    listNames(join(sealedDirectory(root), day))
      .filter((name) => name.endsWith(extension))
      .map((name) => name.slice(0, -extension.length)),
  );
  return {
    open: listOpenContainers(root).map(({ id }) => id),
    sealed: sealed.toSorted(),
    setAside: listNames(damagedDirectory(root)),
  };
}
