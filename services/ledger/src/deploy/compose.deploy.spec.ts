import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Type } from 'typebox';
import { Parse } from 'typebox/value';
import { checked, deployFolder, passes } from './checker.ts';
import { textOf } from './deploy-files.ts';

const Project = Type.Object({
  services: Type.Record(
    Type.String(),
    Type.Object({
      depends_on: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
      env_file: Type.Optional(Type.Unknown()),
    }),
  ),
});

describe('compose.yaml as Docker Compose reads it', () => {
  let folder: string;
  beforeAll(() => {
    // Made by the script, as an operator makes them, in a copy: the secrets of this checkout are nobody's business.
    folder = mkdtempSync(join(tmpdir(), 'complaint-ledger-compose-'));
    cpSync(deployFolder, folder, { recursive: true, filter: (path) => !path.endsWith('secrets') });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has secrets from its script, made once and closed to others', () => {
    const script = join(folder, 'make-secrets.sh');
    passes('sh', [script]);
    const key = passes('cat', [join(folder, 'secrets', 'vault-key')]);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    passes('sh', [script]);
    expect(passes('cat', [join(folder, 'secrets', 'vault-key')])).toBe(key);
    expect(statSync(join(folder, 'secrets')).mode & 0o077).toBe(0);
  });

  it('is what the Compose Specification allows, and consistent in itself', () => {
    const project: unknown = JSON.parse(passes('compose-go', ['-format', 'json', join(folder, 'compose.yaml')]));
    const { services } = Parse(Project, project);
    expect(Object.keys(services)).toEqual(
      expect.arrayContaining(['intake', 'routing', 'reporting', 'gateway', 'setup']),
    );
    expect(Object.keys(services['routing']?.depends_on ?? {})).toContain('setup');
  });

  it('gives every service further settings from a file that need not be there', () => {
    const project: unknown = JSON.parse(passes('compose-go', ['-format', 'json', join(folder, 'compose.yaml')]));
    for (const name of ['setup', 'intake', 'routing', 'reporting'])
      expect(Parse(Project, project).services[name]?.env_file).toEqual([
        { path: join(deployFolder, 'secrets', 'ledger.env'), required: false },
      ]);
  });

  it('would not be with a word that the specification does not have', () => {
    const wrong = join(folder, 'wrong.yaml');
    writeFileSync(wrong, textOf('compose.yaml').replace('read_only: true', 'readonly: true'));
    expect(checked('compose-go', [wrong])).toMatchObject({ status: 1, stderr: expect.stringContaining('readonly') });
  });
});

describe('the Dockerfile', () => {
  it('is as hadolint wants it', () => {
    expect(checked('hadolint', ['Dockerfile'])).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
