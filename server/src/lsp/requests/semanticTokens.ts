/** Semantic tokens: highlighting by what a word is, not by how it looks. */
import type {
  Range,
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensDeltaParams,
  SemanticTokensParams,
  SemanticTokensRangeParams,
} from "vscode-languageserver";
import { logTokens } from "../../features/tokens/logTokens.ts";
import { type Chunk, editBetween, joined } from "../answers/tokenRows.ts";
import { legendFor, TokenWriter } from "../answers/tokens.ts";
import { diagnosesOf } from "../documents/logDocuments.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import type { Session } from "../documents/session.ts";
import { type Feature, onDocument } from "./request.ts";

export const semanticTokens: Feature = {
  capabilities: ({ announced }) => {
    const said = announced.textDocument?.semanticTokens;
    const full = said?.requests.full;
    // an editor that says nothing of its tokens is offered everything
    const delta = said === undefined || (typeof full === "object" && full.delta === true);
    const range = said === undefined || (said.requests.range !== undefined && said.requests.range !== false);
    return { semanticTokensProvider: { legend: legendFor(said), full: delta ? { delta: true } : true, ...(range && { range: true }) } };
  },
  wire: (context) => {
    const { connection, session, client } = context;
    const { languages } = connection;
    const answers = new Answers(session, new TokenWriter(legendFor(client.announced.textDocument?.semanticTokens)));
    languages.semanticTokens.on(
      onDocument<SemanticTokensParams, SemanticTokens>(context, "semanticTokens", { data: [] }, (open) => answers.full(open)),
    );
    languages.semanticTokens.onDelta(
      onDocument<SemanticTokensDeltaParams, SemanticTokens | SemanticTokensDelta>(
        context,
        "semanticTokensDelta",
        { data: [] },
        (open, { previousResultId }) => answers.delta(open, previousResultId),
      ),
    );
    languages.semanticTokens.onRange(
      onDocument<SemanticTokensRangeParams, SemanticTokens>(context, "semanticTokensRange", { data: [] }, (open, { range }) =>
        answers.range(open, range),
      ),
    );
  },
};

interface Answer {
  readonly resultId: string;
  readonly chunks: readonly Chunk[];
}

/** Remembers for each document the last answer, of which the next may be told as an edit. */
class Answers {
  private readonly last = new WeakMap<OpenDocument, Answer>();
  private count = 0;
  private readonly session: Session;
  private readonly writer: TokenWriter;

  constructor(session: Session, writer: TokenWriter) {
    this.session = session;
    this.writer = writer;
  }

  full(open: OpenDocument): SemanticTokens {
    const { resultId, chunks } = this.answer(open);
    return { resultId, data: joined(chunks) };
  }

  delta(open: OpenDocument, previous: string): SemanticTokens | SemanticTokensDelta {
    const before = this.last.get(open);
    if (before === undefined || before.resultId !== previous) return this.full(open);
    const { resultId, chunks } = this.answer(open);
    return { resultId, edits: editBetween(before.chunks, chunks) };
  }

  range(open: OpenDocument, { start, end }: Range): SemanticTokens {
    // a range may end before the first column of its last line
    const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
    if (open.config !== undefined)
      return { data: joined(this.writer.ofLinesBetween(open.config, start.line, last, open.release.release?.branch)) };
    return { data: joined(this.writer.ofTokens(this.logTokens(open).filter(({ line }) => start.line <= line && line <= last))) };
  }

  private answer(open: OpenDocument): Answer {
    const { config, release } = open;
    const chunks =
      config === undefined ? this.writer.ofTokens(this.logTokens(open)) : this.writer.ofConfig(config, release.release?.branch);
    const answer = { resultId: String(++this.count), chunks };
    this.last.set(open, answer);
    return answer;
  }

  private logTokens(open: OpenDocument) {
    return logTokens(diagnosesOf(this.session, open).map(({ incident }) => incident));
  }
}
