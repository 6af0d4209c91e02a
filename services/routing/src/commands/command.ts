import type { CommandBody, CommandName } from '@complaint-ledger/contracts';

/** A command as the decider takes it: who and when are settled, text is left to the vault. */
export type Command = {
  [N in CommandName]: {
    readonly name: N;
    readonly id: string;
    readonly at: string;
    readonly by: string;
    /** Whose key it came with, when that is not who acted: the event's actor. */
    readonly caller?: string;
    /** Role and offices of whoever asks; `*` holds them all. */
    readonly authorities: readonly string[];
    /** Id of the fine, for commands about one. */
    readonly penalty?: string;
    readonly body: CommandBody<N>;
  };
}[CommandName];
