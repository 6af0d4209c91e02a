export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

export interface Stage {
  readonly name: string;
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** Instructions in their order; lines that go on are joined and comments are dropped. */
const instructionsOf = (dockerfile: string): readonly Instruction[] =>
  dockerfile
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
      return { name, rest };
    });

/** Stages of a Dockerfile. Every stage needs a name: `FROM image AS name`. */
export const stagesOf = (dockerfile: string): readonly Stage[] => {
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const instruction of instructionsOf(dockerfile)) {
    if (instruction.name !== 'FROM') {
      stages.at(-1)?.instructions.push(instruction);
      continue;
    }
    const [, from, name] = /^(\S+) AS (\S+)$/.exec(instruction.rest) ?? [];
    if (from === undefined || name === undefined) throw new Error(`a stage without a name: FROM ${instruction.rest}`);
    stages.push({ name, from, instructions: [] });
  }
  return stages;
};

/** `ENV A=1 B=2` as an object. */
export const environmentOf = ({ instructions }: Stage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    instructions
      .filter(({ name }) => name === 'ENV')
      .flatMap(({ rest }) => rest.split(/\s+/))
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );

/** The words of an instruction in its JSON form: `CMD ["serve"]`; empty when there is none. */
export const wordsOf = ({ instructions }: Stage, name: string): readonly string[] => {
  const rest = instructions.findLast((instruction) => instruction.name === name)?.rest ?? '[]';
  return JSON.parse(rest.slice(rest.indexOf('['))) as string[];
};
