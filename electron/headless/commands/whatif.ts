import { plural } from '../../../shared/format.ts';
import { stringifyJson } from '../../../shared/json.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type {
  BranchAt,
  BranchChange,
  BranchEdit,
  BranchSide,
  PartitionOnBranch,
  Proposals,
} from '../../../shared/model/branch.ts';
import type { CliCommand, CommandContext } from '../command.ts';
import { inline } from '../jsonValues.ts';
import { readNamedText } from '../namedFiles.ts';
import { withStore } from '../openStore.ts';
import { usage } from '../output.ts';
import { table } from '../table.ts';
import { pointText } from './state.ts';
import { proposalLines, proposalsValue } from './whatifProposals.ts';

export const whatif: CliCommand = {
  name: 'whatif',
  summary: 'the state with events dropped, edited, inserted or reordered beside the real one, and the differences',
  takes: '<store>',
  options: ['stream', 'projection', 'partition', 'at', 'edits', 'other-edits', 'want', 'snapshot-every', 'no-cache'],
  examples: [
    ['whatif bank.jsonl --stream account-1001 --edits edits.jsonl', 'the account as it would be'],
    ['whatif bank.jsonl --projection bank.projection.js --edits edits.jsonl', 'every partition that the edits concern'],
    [
      'whatif bank.jsonl --stream account-1001 --edits a.jsonl --other-edits b.jsonl',
      'two branches, one beside the other',
    ],
    [
      `whatif bank.jsonl --projection bank.projection.js --partition account-1001 --want '{"balance":100}'`,
      'the events that would put it right, proven by replay',
    ],
  ],
  notes: [
    'Edits are JSON Lines, or a JSON array; - reads them from standard input. One each:',
    '  {"drop":"#12"}',
    '  {"edit":"#12","payload":{}}                            also type, streamId, schemaVersion, metadata',
    '  {"insert":{"type":"T","payload":{}},"after":"#12"}     also streamId, schemaVersion, metadata; or before',
    '  {"move":"#12","after":"#20"}                           or before',
    'Points are #N, a position, an ISO time, start or end, and mean the recorded log, whatever other edits do there.',
    'An edit that does not apply is named, and the exit code is 1. The store is not touched.',
  ],
  run: (context) =>
    withStore(context, async (store) => {
      const { options, output } = context;
      const want = options.text('want');
      if (!options.has('edits') && want === null)
        throw usage('What is to be different? Give --edits FILE, or --want JSON.');
      const reducer = (await store.projection())?.id ?? 'merge';
      const partition = options.text('partition') ?? options.text('stream');
      const editsOf = async (option: 'edits' | 'other-edits'): Promise<readonly BranchEdit[]> => {
        const text = options.has(option) ? await readNamedText(option, options.required(option)) : '';
        return store.call('branch.parse', { text, stream: options.text('stream') });
      };
      const edits = await editsOf('edits');
      const other = options.has('other-edits') ? await editsOf('other-edits') : null;
      const ordinal = (await store.point('at', 'end'))?.ordinal ?? -1;
      const branch = await store.call('branch.at', { reducer, partition, ordinal, edits, ...(other && { other }) });
      const one = partition !== null || branch.reducer.partitioning === 'single';
      const proposals =
        want === null
          ? null
          : await store.call('branch.propose', { reducer, partition: chosen(branch, one), ordinal, edits, want });
      const words = other === null ? besideReality : besideOther;
      if (output.json) output.document(document(branch, edits, one, proposals, words));
      else output.lines(lines(branch, edits, one, proposals, words, context));
      const failed = [branch.shown, ...branch.partitions].some((p) => p !== null && p.branch.failure !== null);
      const none = proposals !== null && proposals.wanted.length > 0 && proposals.proposals.length === 0;
      return branch.problems.length + branch.otherProblems.length > 0 || failed || none ? 1 : 0;
    }),
};

function chosen(branch: BranchAt, one: boolean): string {
  if (one && branch.shown !== null) return branch.shown.partition;
  throw usage('Whose state is to be put right? Give --stream STREAM, or --partition KEY.');
}

/** What stands beside the branch, in the words of the output. */
const besideReality = { key: 'real', title: 'REAL', phrase: 'in reality' };
const besideOther = { key: 'other', title: 'OTHER', phrase: 'on the other branch' };
type Beside = typeof besideReality;

const document = (
  branch: BranchAt,
  edits: readonly BranchEdit[],
  one: boolean,
  proposals: Proposals | null,
  beside: Beside,
) => ({
  reducer: branch.reducer.id,
  at: branch.at,
  edits: edits.length,
  ignored: branch.problems,
  ...(beside === besideOther ? { otherIgnored: branch.otherProblems } : {}),
  ...(one && branch.shown !== null ? partitionValue(branch.shown, beside) : {}),
  partitions: {
    touched: branch.touched,
    compared: branch.compared,
    differing: branch.partitions.filter(({ changes }) => changes.length > 0).length,
    states: branch.partitions.map((partition) => partitionValue(partition, beside)),
  },
  ...(proposals === null ? {} : { proposals: proposalsValue(proposals) }),
});

const partitionValue = ({ partition, real, branch, changes, folded }: PartitionOnBranch, { key }: Beside) => ({
  partition,
  [key]: sideValue(real),
  branch: sideValue(branch),
  changes: changes.map((change) => {
    const { real: before, ...rest } = changeValue(change);
    return { ...rest, [key]: before };
  }),
  folded,
});

const sideValue = ({ events, state, failure }: BranchSide) => ({ events, state: printableJson(state), failure });

export const changeValue = ({ path, real, branch }: BranchChange) => ({
  path,
  change: real === null ? 'added' : branch === null ? 'removed' : 'changed',
  real: printableJson(real),
  branch: printableJson(branch),
});

function lines(
  branch: BranchAt,
  edits: readonly BranchEdit[],
  one: boolean,
  proposals: Proposals | null,
  beside: Beside,
  { output }: CommandContext,
): string[] {
  const { problems, otherProblems } = branch;
  const applied = edits.length - problems.length;
  const differing = branch.partitions.filter(({ changes }) => changes.length > 0);
  const shown = one && branch.shown !== null ? [branch.shown] : differing;
  const cut = branch.touched > branch.compared ? ` The first ${branch.compared} of them were compared.` : '';
  if (edits.length === 0 && proposals !== null) return proposalLines(proposals, output.width);
  return [
    ...problems.map(({ edit, message }) => `Edit ${edit + 1} is left out: ${message}`),
    ...otherProblems.map(({ edit, message }) => `Edit ${edit + 1} of the other branch is left out: ${message}`),
    ...(problems.length + otherProblems.length > 0 ? [''] : []),
    `${plural(applied, 'edit')} at ${pointText(branch.at)}: ${differing.length} of ${plural(branch.touched, 'state')} concerned ${differing.length === 1 ? 'differs' : 'differ'}.${cut}`,
    ...shown.flatMap((partition) => ['', ...partitionLines(partition, one, beside, output.width)]),
    ...(proposals === null ? [] : ['', ...proposalLines(proposals, output.width)]),
  ];
}

function partitionLines(
  { partition, real, branch, changes }: PartitionOnBranch,
  whole: boolean,
  { phrase, title }: Beside,
  width: number,
): string[] {
  const name = partition === '' ? 'The state' : partition;
  return [
    `${name}: ${plural(real.events, 'event')} ${phrase}, ${branch.events} on the branch, ${plural(changes.length, 'difference')}`,
    ...(changes.length === 0 ? [] : changeLines(changes, width, title)),
    ...(whole
      ? [
          '',
          'On the branch',
          ...(branch.state === null
            ? ['No event of it has happened yet.']
            : stringifyJson(printableJson(branch.state), 2).split('\n')),
        ]
      : []),
    ...(branch.failure === null
      ? []
      : [`The projection failed on the branch at #${branch.failure.ordinal}: ${branch.failure.message}`]),
  ];
}

export const changeLines = (changes: readonly BranchChange[], width: number, title = besideReality.title): string[] =>
  table(
    [{ title: 'PATH' }, { title }, { title: 'BRANCH', flexible: true }],
    changes.map(({ path, place = path, real, branch }) => [place || '(all)', inline(real), inline(branch)]),
    width,
  );
