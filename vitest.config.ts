// How the tests run: fast rooms first, every file on its own, no retries; the whole demo beside them from the start.
// It refuses to hide a slow or flaky test: there is no retry and the time limits are for hangs only.
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest file begins at once, in one of the workers: begun last, it would keep the others idle for its whole length. Then room by room. */
const rooms = ['demo/demo.test', 'core/', 'flows/', 'house/', 'letters/', 'mails/', 'adapters/', 'web/', 'demo/', 'cli/'];

class RoomByRoom extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const roomOf = ({ moduleId }: TestSpecification): number => rooms.findIndex((room) => moduleId.includes(`/test/${room}`));
    return files.toSorted((a, b) => roomOf(a) - roomOf(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // One more than the two cores of the machine this is measured on: tests of servers wait for mail a good part of their time.
    maxWorkers: 3,
    sequence: { sequencer: RoomByRoom },
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: process.env.CI ? ['default'] : ['default'],
  },
});
