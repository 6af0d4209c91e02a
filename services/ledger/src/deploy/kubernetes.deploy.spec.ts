import { describe, expect, it } from '@jest/globals';
import { Type } from 'typebox';
import { Parse } from 'typebox/value';
import { parseAllDocuments } from 'yaml';
import { checked, passes } from './checker.ts';

/** The oldest that docs/operations.md promises, and the newest that the checker knows. */
const VERSIONS = ['1.30', '1.37'];

const Labels = Type.Record(Type.String(), Type.String());
const Selector = Type.Object({
  matchLabels: Type.Optional(Labels),
  matchExpressions: Type.Optional(
    Type.Array(Type.Object({ key: Type.String(), operator: Type.Literal('In'), values: Type.Array(Type.String()) })),
  ),
});
const Named = Type.Object({
  kind: Type.String(),
  metadata: Type.Object({ name: Type.String(), namespace: Type.Optional(Type.String()) }),
  spec: Type.Optional(Type.Unknown()),
  data: Type.Optional(Labels),
});
const Port = Type.Object({ name: Type.String(), containerPort: Type.Integer() });
const Workload = Type.Object({
  template: Type.Object({
    metadata: Type.Object({ labels: Labels }),
    spec: Type.Object({
      containers: Type.Array(
        Type.Object({
          image: Type.String(),
          ports: Type.Optional(Type.Array(Port)),
          envFrom: Type.Optional(Type.Array(Type.Object({ configMapRef: Type.Object({ name: Type.String() }) }))),
          volumeMounts: Type.Array(Type.Object({ name: Type.String() })),
        }),
      ),
      volumes: Type.Array(
        Type.Object({
          name: Type.String(),
          configMap: Type.Optional(Type.Object({ name: Type.String() })),
          secret: Type.Optional(Type.Object({ secretName: Type.String() })),
        }),
      ),
    }),
  }),
});
const Service = Type.Object({
  selector: Labels,
  ports: Type.Array(Type.Object({ name: Type.String(), port: Type.Integer(), targetPort: Type.String() })),
});

type Labelled = Readonly<Record<string, string>>;

const built = (folder: string): string => passes('kustomize', ['build', `kubernetes/${folder}`]);
const documentsIn = (text: string) => parseAllDocuments(text).map((each) => Parse(Named, each.toJS()));
const validated = (text: string, version: string) =>
  checked('kubernetes-validate', ['--strict', '--quiet', '-k', version, '-'], { input: text });

const selects = ({ matchLabels = {}, matchExpressions = [] }: Type.Static<typeof Selector>, labels: Labelled) =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''));

describe('what kustomize makes of deploy/kubernetes', () => {
  const example = built('example');
  const documents = documentsIn(example);
  const specsOf = (...kinds: readonly string[]) => documents.filter(({ kind }) => kinds.includes(kind));
  const workloads = specsOf('Deployment', 'Job').map(({ spec }) => Parse(Workload, spec).template);

  it.each(VERSIONS)('is valid for Kubernetes %s, with no field that is not known', (version) => {
    for (const folder of ['base', 'example'])
      expect(validated(built(folder), version)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('would not be with a field that there is not', () => {
    const wrong = example.replace('runAsNonRoot: true', 'runAsNonRot: true');
    expect(validated(wrong, '1.30')).toMatchObject({ status: 1, stdout: expect.stringContaining('runAsNonRot') });
  });

  it.each(['first-key.yaml', 'secret.example.yaml'])('goes with a valid %s', (file) => {
    for (const version of VERSIONS)
      passes('kubernetes-validate', ['--strict', '--quiet', '-k', version, `kubernetes/example/${file}`]);
  });

  it('is all in the namespace, with images of the registry', () => {
    for (const { kind, metadata } of documents)
      if (kind !== 'Namespace') expect(metadata.namespace).toBe('complaint-ledger');
    for (const { spec } of workloads)
      for (const { image } of spec.containers)
        expect(image).toMatch(/^(registry\.example\.com\/complaint-ledger:\d|haproxy:\d)/);
  });

  it('names settings, secrets and volumes that there are', () => {
    const maps = specsOf('ConfigMap').map(({ metadata }) => metadata.name);
    for (const { spec } of workloads) {
      const volumes = spec.volumes.map(({ name }) => name);
      for (const { envFrom = [], volumeMounts } of spec.containers) {
        for (const { configMapRef } of envFrom) expect(maps).toContain(configMapRef.name);
        for (const { name } of volumeMounts) expect(volumes).toContain(name);
      }
      for (const { configMap, secret } of spec.volumes) {
        if (configMap !== undefined) expect(maps).toContain(configMap.name);
        if (secret !== undefined) expect(secret.secretName).toBe('ledger-secrets');
      }
    }
  });

  it('has services that find pods, at ports that these open', () => {
    for (const { spec } of specsOf('Service')) {
      const { selector, ports } = Parse(Service, spec);
      const pods = workloads.filter(({ metadata }) => selects({ matchLabels: selector }, metadata.labels));
      expect(pods).toHaveLength(1);
      const open = pods.flatMap((pod) =>
        pod.spec.containers.flatMap((each) => (each.ports ?? []).map(({ name }) => name)),
      );
      for (const { targetPort } of ports) expect(open).toContain(targetPort);
    }
  });

  it('has policies, budgets and scaling for pods that there are', () => {
    const Policy = Type.Object({ podSelector: Selector });
    const Budget = Type.Object({ selector: Selector });
    const selectors = [
      ...specsOf('NetworkPolicy').map(({ spec }) => Parse(Policy, spec).podSelector),
      ...specsOf('PodDisruptionBudget', 'Deployment').map(({ spec }) => Parse(Budget, spec).selector),
    ];
    for (const selector of selectors)
      expect(workloads.filter(({ metadata }) => selects(selector, metadata.labels))).not.toEqual([]);
    const Scaler = Type.Object({ scaleTargetRef: Type.Object({ kind: Type.String(), name: Type.String() }) });
    for (const { spec } of specsOf('HorizontalPodAutoscaler')) {
      const { kind, name } = Parse(Scaler, spec).scaleTargetRef;
      expect(documents.some((each) => each.kind === kind && each.metadata.name === name)).toBe(true);
    }
  });

  it('lets every pod that uses the engines reach them and the names, and no other', () => {
    const reaching = workloads.filter(({ metadata }) => metadata.labels['ledger/engines'] === 'true');
    const withSettings = workloads.filter(({ spec }) =>
      spec.volumes.some(({ secret }) => secret?.secretName === 'ledger-secrets'),
    );
    expect(reaching).toEqual(withSettings);
  });

  it('leads from the ingress to the gateway', () => {
    const Backend = Type.Object({
      service: Type.Object({ name: Type.String(), port: Type.Object({ name: Type.String() }) }),
    });
    const Ingress = Type.Object({
      rules: Type.Array(Type.Object({ http: Type.Object({ paths: Type.Array(Type.Object({ backend: Backend })) }) })),
    });
    const [ingress] = specsOf('Ingress').map(({ spec }) => Parse(Ingress, spec));
    const gateway = specsOf('Service').find(({ metadata }) => metadata.name === 'gateway');
    const { ports } = Parse(Service, gateway?.spec);
    for (const { backend } of ingress?.rules.flatMap(({ http }) => http.paths) ?? []) {
      expect(backend.service.name).toBe('gateway');
      expect(ports.map(({ name }) => name)).toContain(backend.service.port.name);
    }
  });

  it('has alerts, monitors and the dashboard for clusters with the Prometheus operator', () => {
    const kinds = documentsIn(built('monitoring')).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['ConfigMap', 'PrometheusRule', 'ServiceMonitor', 'ServiceMonitor']);
  });
});
