import { describe, expect, it } from '@jest/globals';
import { Type } from 'typebox';
import { Check, Parse } from 'typebox/value';
import { settings } from '../config/settings.ts';
import { version } from '../version.ts';
import { documentsOf, textOf, yamlOf } from './deploy-files.ts';

const Texts = Type.Record(Type.String(), Type.String());
const Compose = Type.Object({
  services: Type.Record(
    Type.String(),
    Type.Object({
      image: Type.String(),
      user: Type.String(),
      read_only: Type.Literal(true),
      cap_drop: Type.Tuple([Type.Literal('ALL')]),
      security_opt: Type.Array(Type.String()),
      environment: Type.Optional(Texts),
      secrets: Type.Optional(Type.Array(Type.String())),
      ports: Type.Optional(Type.Array(Type.String())),
      networks: Type.Array(Type.String()),
      volumes: Type.Optional(Type.Array(Type.String())),
    }),
  ),
  networks: Type.Record(Type.String(), Type.Object({ internal: Type.Optional(Type.Boolean()) })),
  volumes: Type.Record(Type.String(), Type.Unknown()),
  secrets: Type.Record(Type.String(), Type.Object({ file: Type.String() })),
});

const Probe = Type.Object({ httpGet: Type.Object({ path: Type.String(), port: Type.String() }) });
const Container = Type.Object({
  image: Type.String(),
  args: Type.Optional(Type.Array(Type.String())),
  securityContext: Type.Object({
    allowPrivilegeEscalation: Type.Literal(false),
    readOnlyRootFilesystem: Type.Literal(true),
    capabilities: Type.Object({ drop: Type.Tuple([Type.Literal('ALL')]) }),
  }),
  resources: Type.Object({
    requests: Type.Object({ cpu: Type.String(), memory: Type.String() }),
    limits: Type.Object({ memory: Type.String() }),
  }),
  livenessProbe: Type.Optional(Probe),
  readinessProbe: Type.Optional(Probe),
});
const Workload = Type.Object({
  kind: Type.Union([Type.Literal('Deployment'), Type.Literal('Job')]),
  metadata: Type.Object({ name: Type.String() }),
  spec: Type.Object({
    template: Type.Object({
      metadata: Type.Object({ labels: Texts }),
      spec: Type.Object({
        automountServiceAccountToken: Type.Literal(false),
        securityContext: Type.Object({
          runAsNonRoot: Type.Literal(true),
          runAsUser: Type.Integer({ minimum: 1 }),
          seccompProfile: Type.Object({ type: Type.Literal('RuntimeDefault') }),
        }),
        containers: Type.Array(Container),
      }),
    }),
  }),
});
const Kustomization = Type.Object({
  resources: Type.Array(Type.String()),
  configMapGenerator: Type.Array(Type.Object({ name: Type.String(), literals: Type.Array(Type.String()) })),
  images: Type.Array(Type.Object({ name: Type.String(), newTag: Type.String() })),
});

/** Names of variables that a process of the ledger reads. */
const known = new Set(Object.values(settings).flatMap(({ env }) => [env, `${env}_FILE`]));
/** Of the gateway, not of the ledger. */
const ofGateway = ['LEDGER_INTAKE', 'LEDGER_ROUTING', 'LEDGER_REPORTING'];
const required = [settings.events, settings.kafka, settings.mongodb, settings.vaultKey];

const missingFrom = (variables: readonly string[]): readonly string[] =>
  required.filter(({ env }) => !variables.includes(env) && !variables.includes(`${env}_FILE`)).map(({ env }) => env);

const compose = Parse(Compose, yamlOf('compose.yaml'));
const composed = Object.entries(compose.services);
const SERVICES = ['intake', 'routing', 'reporting'];

describe('compose.yaml', () => {
  it.each(composed)('%s runs as nobody of importance, and its image has a version', (_, { user, image, ...rest }) => {
    expect(user).toMatch(/^[1-9]\d*:\d+$/);
    expect(image).toMatch(/:v?\d[\w.-]*$/);
    expect(rest.security_opt).toContain('no-new-privileges:true');
  });

  it.each([...SERVICES, 'setup'])('gives %s settings that there are, and all that it needs', (name) => {
    const variables = Object.keys(compose.services[name]?.environment ?? {});
    expect(variables.filter((variable) => !known.has(variable))).toEqual([]);
    expect(missingFrom(variables)).toEqual([]);
  });

  it('has no secret in it: files hold them, and the script makes each', () => {
    const script = textOf('make-secrets.sh');
    for (const [name, { file }] of Object.entries(compose.secrets)) {
      expect(file).toBe(`./secrets/${name}`);
      expect(script).toContain(`make ${name} `);
    }
    for (const [, { secrets = [], environment = {} }] of composed) {
      for (const secret of secrets) expect(compose.secrets).toHaveProperty([secret]);
      const read = Object.values(environment).flatMap((value) => /^\/run\/secrets\/(.+)$/.exec(value)?.[1] ?? []);
      expect(read.filter((secret) => !secrets.includes(secret))).toEqual([]);
      const clear = Object.keys(environment).filter((name) => /(PASSWORD|KEY|SECRET)$/.test(name));
      expect(clear).toEqual([]);
    }
  });

  it('opens ports on this machine only unless told otherwise, and none of the engines', () => {
    const open = composed.filter(([, { ports = [] }]) => ports.length > 0);
    expect(open.map(([name]) => name)).toEqual(['gateway', 'grafana']);
    for (const [, { ports = [] }] of open) for (const port of ports) expect(port).toMatch(/^(\$\{\w+:-)?127\.0\.0\.1/);
    for (const engine of ['kurrentdb', 'kafka', 'mongodb'])
      expect(compose.services[engine]?.networks).toEqual(['engines']);
    expect(compose.networks['engines']?.internal).toBe(true);
  });

  it('keeps what is written in volumes that it declares', () => {
    const named = composed.flatMap(([, { volumes = [] }]) =>
      volumes.map((volume) => volume.split(':')[0] ?? '').filter((volume) => !volume.startsWith('.')),
    );
    expect(named.sort()).toEqual(Object.keys(compose.volumes).sort());
  });
});

const base = Parse(Kustomization, yamlOf('kubernetes/base/kustomization.yaml'));
const documents = base.resources
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => documentsOf(`kubernetes/base/${file}`));
const Named = Type.Object({ kind: Type.String(), metadata: Type.Object({ name: Type.String() }) });
const named = documents.map((document) => Parse(Named, document));
const workloads = documents
  .filter((document) => Check(Type.Object({ kind: Workload.properties.kind }), document))
  .map((document) => Parse(Workload, document));

describe('the Kubernetes base', () => {
  it('has the services, the gateway and the job that makes the topics', () => {
    expect(workloads.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Deployment intake',
      'Deployment routing',
      'Deployment reporting',
      'Deployment gateway',
      'Job topics',
    ]);
  });

  it('takes images whose version one place tells', () => {
    for (const { spec } of workloads)
      for (const { image } of spec.template.spec.containers)
        expect(base.images.map(({ name }) => name)).toContain(image);
    for (const { newTag } of base.images) expect(newTag).toMatch(/^\d[\w.-]*$/);
    expect(base.images).toContainEqual({ name: 'complaint-ledger', newTag: version });
    expect(composed.find(([name]) => name === 'intake')?.[1].image).toBe(`complaint-ledger:${version}`);
  });

  it.each(SERVICES)('asks %s for life and readiness where it tells them', (name) => {
    const [container] =
      workloads.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name)?.spec.template.spec
        .containers ?? [];
    expect(container?.args).toEqual(['serve', name]);
    expect(container?.livenessProbe?.httpGet.path).toBe('/health/live');
    expect(container?.readinessProbe?.httpGet.path).toBe('/health/ready');
    for (const kind of ['Service', 'PodDisruptionBudget', 'HorizontalPodAutoscaler'])
      expect(named).toContainEqual(expect.objectContaining({ kind, metadata: expect.objectContaining({ name }) }));
  });

  it.each(SERVICES)('gives %s more memory than the sizing guide measured', (name) => {
    const mebibytes = (amount: string): number => Number.parseInt(amount, 10) * (amount.endsWith('Gi') ? 1_024 : 1);
    const [{ resources } = { resources: undefined }] =
      workloads.find(({ metadata }) => metadata.name === name)?.spec.template.spec.containers ?? [];
    for (const file of ['operations.md', 'operations.zh-CN.md']) {
      const [, measured] = new RegExp(`^\\| ${name} \\|.*?(\\d+) MB \\|`, 'm').exec(textOf(`../docs/${file}`)) ?? [];
      expect(mebibytes(resources?.requests.memory ?? '')).toBeGreaterThan(1.5 * Number(measured));
      expect(mebibytes(resources?.limits.memory ?? '')).toBeGreaterThan(2.5 * Number(measured));
    }
  });

  it('lets nobody speak to anybody by default', () => {
    expect(documents).toContainEqual(
      expect.objectContaining({
        kind: 'NetworkPolicy',
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      }),
    );
  });

  it('has settings that there are; with the example, all that are needed, and no secret among them', () => {
    const example = Parse(Kustomization, yamlOf('kubernetes/example/kustomization.yaml'));
    const literals = [...base.configMapGenerator, ...example.configMapGenerator].flatMap((map) => map.literals);
    const variables = literals.map((literal) => literal.split('=')[0] ?? '');
    expect(variables.filter((variable) => !known.has(variable))).toEqual([]);
    expect(missingFrom(variables)).toEqual([]);
    expect(variables.filter((variable) => /(PASSWORD|KEY|SECRET)$/.test(variable))).toEqual([]);
    const Secret = Type.Object({ stringData: Texts });
    const [secret] = documentsOf('kubernetes/example/secret.example.yaml').map((each) => Parse(Secret, each));
    const files = literals.flatMap((literal) => /=\/run\/secrets\/(.+)$/.exec(literal)?.[1] ?? []);
    expect(Object.keys(secret?.stringData ?? {})).toEqual(expect.arrayContaining(files));
  });

  it('has no secret in what is applied', () => {
    const example = Parse(Kustomization, yamlOf('kubernetes/example/kustomization.yaml'));
    expect(example.resources.filter((file) => file.includes('secret'))).toEqual([]);
    expect(named.map(({ kind }) => kind)).not.toContain('Secret');
  });
});

describe('the image', () => {
  const stages = textOf('Dockerfile').split(/^FROM /m);
  const last = stages.at(-1) ?? '';

  it('runs as a user of its own, tells its life and takes only packages of production', () => {
    expect(last).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
    expect(last).toContain('/health/live');
    expect(last).toMatch(/^COPY --from=packages \/app\/node_modules/m);
    expect(stages.find((stage) => stage.includes(' AS packages'))).toContain('npm ci --ignore-scripts --omit=dev');
  });

  it('sets only variables that there are', () => {
    const variables = last.match(/LEDGER_[A-Z_]+(?==)/g) ?? [];
    expect(variables.length).toBeGreaterThan(0);
    expect(variables.filter((variable) => !known.has(variable))).toEqual([]);
  });

  it('is made of what is listed, so that no secret and no data gets into a layer', () => {
    const ignored = textOf('Dockerfile.dockerignore').split('\n');
    expect(ignored).toContain('*');
    expect(ignored.filter((line) => line.startsWith('!'))).not.toContain('!deploy');
    expect(textOf('gateway/haproxy.cfg')).toMatch(
      new RegExp(ofGateway.map((name) => String.raw`"\$\{${name}\}"`).join(String.raw`[\s\S]*`)),
    );
  });
});
