import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ENGINES = fileURLToPath(new URL('../../../../tools/engines/engines.js', import.meta.url));

/** Kafka needs Java, and there is none. */
const withoutJava = (ci: boolean) => {
  const { LEDGER_KAFKA: _, ...environment } = process.env;
  return spawnSync(process.execPath, [ENGINES, 'run', 'kafka', '--', 'printenv', 'LEDGER_ENGINES_ABSENT'], {
    encoding: 'utf8',
    env: { ...environment, JAVA_HOME: '/there/is/none', CI: String(ci) },
  });
};

describe('engines that cannot be had', () => {
  it('are told, and what needs none of them goes on', () => {
    const { status, stdout, stderr } = withoutJava(false);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'kafka\n' });
    expect(stderr).toContain('kafka could not be had: /there/is/none/bin/java is not installed');
  });

  it('are an error where nothing may be skipped', () => {
    const { status, stdout, stderr } = withoutJava(true);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('kafka could not be had');
  });
});
