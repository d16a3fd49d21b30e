// Proves that the house's walls hold: plants forbidden imports in a copy of the layout, and expects the linter to bite.
// It refuses to trust a linter that reports success because it read nothing: the same files without the plant must pass.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const oxlint = path.join(root, 'node_modules/.bin/oxlint');
let house: string;

beforeAll(() => {
  house = mkdtempSync(path.join(tmpdir(), 'rundskriv-house-'));
  cpSync(path.join(root, '.oxlintrc.json'), path.join(house, '.oxlintrc.json'));
  symlinkSync(path.join(root, 'node_modules'), path.join(house, 'node_modules'));
  for (const room of ['src/core', 'src/flows', 'src/adapters', 'src/web', 'src/cli', 'workers', 'demo']) {
    mkdirSync(path.join(house, room), { recursive: true });
    writeFileSync(path.join(house, room, 'thing.ts'), 'export const thing = 1;\n');
  }
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

function lint(file: string, text: string): { status: number | null; output: string } {
  const planted = path.join(house, file);
  writeFileSync(planted, text);
  const result = spawnSync(oxlint, [file], { cwd: house, encoding: 'utf8' });
  rmSync(planted);
  return { status: result.status, output: result.stdout + result.stderr };
}
const importing = (from: string): string => `import { thing } from '${from}';\nexport const planted = thing;\n`;

describe.each([
  ['src/core/planted.ts', 'zod'], ['src/core/planted.ts', 'node:fs'], ['src/core/planted.ts', '../flows/thing.ts'], ['src/core/planted.ts', '../adapters/thing.ts'],
  ['src/core/deep/planted.ts', '../../adapters/thing.ts'],
  ['src/flows/planted.ts', 'ioredis'], ['src/flows/planted.ts', 'node:fs'], ['src/flows/planted.ts', '../adapters/thing.ts'], ['src/flows/planted.ts', '../cli/thing.ts'],
  ['src/adapters/planted.ts', '../flows/thing.ts'], ['src/adapters/store/planted.ts', '../../flows/thing.ts'], ['src/adapters/planted.ts', '../web/thing.ts'],
  ['src/web/planted.ts', '../adapters/thing.ts'], ['src/web/planted.ts', '../cli/thing.ts'], ['src/cli/planted.ts', '../adapters/thing.ts'], ['src/cli/planted.ts', '../../workers/thing.ts'],
  ['demo/planted.ts', '../src/core/thing.ts'], ['demo/deep/planted.ts', '../../workers/thing.ts'],
])('%s importing %s', (file, from) => {
  test('is refused', () => {
    mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
    const { status, output } = lint(file, importing(from));
    expect(output).toContain('no-restricted-imports');
    expect(status).not.toBe(0);
  });
});

describe.each([
  ['src/core/planted.ts', './thing.ts'], ['src/core/deep/planted.ts', '../thing.ts'], ['src/flows/planted.ts', '../core/thing.ts'], ['src/adapters/planted.ts', '../core/thing.ts'], ['src/adapters/planted.ts', 'zod'],
  ['src/web/planted.ts', '../flows/thing.ts'], ['src/cli/planted.ts', '../core/thing.ts'], ['workers/planted.ts', '../src/adapters/thing.ts'], ['demo/planted.ts', './thing.ts'],
])('%s importing %s', (file, from) => {
  test('is allowed', () => {
    mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
    expect(lint(file, importing(from))).toMatchObject({ status: 0 });
  });
});

test.each([
  ['a clock', 'export const planted = (): number => Date.now();\n'], ['another clock', 'export const planted = (): unknown => Temporal.Now.instant();\n'],
  ['chance', 'export const planted = (): number => Math.random();\n'], ['the environment', 'export const planted = process.env;\n'],
])('core with %s is refused', (_, text) => expect(lint('src/core/planted.ts', text).status).not.toBe(0));

test('a circle of imports is refused', () => {
  writeFileSync(path.join(house, 'src/core/other.ts'), "import { planted } from './planted.ts';\nexport const other = (): unknown => planted;\n");
  const { status, output } = lint('src/core/planted.ts', "import { other } from './other.ts';\nexport const planted = (): unknown => other;\n");
  rmSync(path.join(house, 'src/core/other.ts'));
  expect(output).toContain('no-cycle');
  expect(status).not.toBe(0);
});

test('the checker reads the whole house', () => {
  const files = execFileSync(path.join(root, 'node_modules/.bin/tsc'), ['--listFilesOnly', '--incremental', 'false'], { cwd: root, encoding: 'utf8' }).split('\n');
  for (const room of ['src/core', 'src/flows', 'src/adapters', 'src/web', 'src/cli', 'workers', 'demo']) {
    for (const name of readdirSync(path.join(root, room)).filter((n) => n.endsWith('.ts'))) expect(files).toContain(path.join(root, room, name));
  }
});

test('every file says what it is and what it refuses', () => {
  const missing: string[] = [];
  const visit = (dir: string): void => {
    for (const entry of readdirSync(path.join(root, dir), { withFileTypes: true })) {
      const file = path.join(dir, entry.name);
      if (entry.isDirectory()) visit(file);
      else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts')) {
        const [first = '', second = ''] = readFileSync(path.join(root, file), 'utf8').split('\n');
        if (!first.startsWith('// ') || !second.startsWith('// ')) missing.push(file);
      }
    }
  };
  for (const room of ['src', 'workers', 'demo']) visit(room);
  expect(missing).toEqual([]);
});
