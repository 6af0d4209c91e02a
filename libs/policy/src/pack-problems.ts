import { checkAssignment } from './check/assignment.ts';
import { checkCalls } from './check/calls.ts';
import { Checking } from './check/checking.ts';
import { checkDeadlines } from './check/deadlines.ts';
import { checkDeciders } from './check/deciders.ts';
import { checkHours } from './check/hours.ts';
import { checkReports } from './check/reports.ts';
import { checkSteps } from './check/steps.ts';
import { checkTwice } from './check/twice.ts';
import { checkUpward } from './check/upward.ts';
import { checkWords } from './check/words.ts';
import type { PolicyPack } from './pack.ts';
import type { Problem } from './yaml/problem.ts';
import type { PlacedYaml } from './yaml/read-yaml.ts';

/** What a schema cannot say about a pack: names that refer to other names, orders, lengths, amounts, and rules that never speak. */
export const packProblems = (pack: PolicyPack, document: PlacedYaml): readonly Problem[] => {
  const checking = new Checking(pack, document);
  checkHours(checking);
  checkWords(checking);
  checkDeadlines(checking);
  checkSteps(checking);
  checkAssignment(checking);
  checkUpward(checking);
  checkDeciders(checking);
  checkCalls(checking);
  checkReports(checking);
  checkTwice(checking);
  return checking.problems;
};
