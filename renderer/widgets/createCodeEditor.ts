import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { codeLook } from './codeLook.ts';

/** Something that is wrong in the code. */
export interface CodeProblem {
  /** From 1; absent where the place is not known. */
  readonly line?: number;
  /** From 1; without it the whole line is marked. */
  readonly column?: number;
  readonly message: string;
}

/** What can stand at the cursor. */
export interface CodeCompletions {
  /** Characters before the cursor that the answer replaces. */
  readonly replaces: number;
  readonly options: readonly { readonly label: string; readonly detail?: string }[];
}

export interface CodeEditorOptions {
  /** Accessible name. */
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** What can stand behind the text given, which ends at the cursor; `null` for nothing. */
  readonly complete: (before: string) => CodeCompletions | null;
}

export interface CodeEditorHandle {
  /** Puts another text in place of what is there; the person can undo it. */
  setText(text: string): void;
  setProblems(problems: readonly CodeProblem[]): void;
  setTypeScript(typescript: boolean): void;
  /** Moves the cursor to a line, from 1, and shows it. */
  goTo(line: number, column?: number): void;
  focus(): void;
  close(): void;
}

/**
 * An editor of JavaScript and TypeScript below `parent`. It lives in a shadow tree, where its styles may be
 * constructed: the page's policy allows no style elements. Tab leaves it; Ctrl/Cmd+Enter is left to the app.
 */
export function createCodeEditor(parent: HTMLElement, options: CodeEditorOptions): CodeEditorHandle {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' });
  const language = new Compartment();
  const completions = (context: CompletionContext): CompletionResult | null => {
    const found = options.complete(context.state.sliceDoc(0, context.pos));
    if (found === null || (found.replaces === 0 && found.options.length === 0)) return null;
    return {
      from: context.pos - found.replaces,
      options: found.options.map(({ label, detail }) => (detail === undefined ? { label } : { label, detail })),
      filter: true,
    };
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [completions], icons: false }),
        language.of(javascript()),
        codeLook,
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
          ...historyKeymap,
          ...completionKeymap,
        ]),
        EditorView.contentAttributes.of({ 'aria-label': options.label, spellcheck: 'false' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setText(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } });
    },
    setProblems: (problems) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.flatMap((one) => marked(view, one)),
        ),
      ),
    setTypeScript: (typescript) => view.dispatch({ effects: language.reconfigure(javascript({ typescript })) }),
    goTo(line, column = 1) {
      const at = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines)));
      const anchor = Math.min(at.to, at.from + column - 1);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
    },
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}

/** From its column, or the first letter of its line, to the line's end. */
function marked(view: EditorView, { line, column, message }: CodeProblem): Diagnostic[] {
  const { doc } = view.state;
  if (line === undefined || line < 1 || line > doc.lines) return [];
  const at = doc.line(line);
  const indent = /^\s*/.exec(at.text)![0].length;
  const from = at.from + (column === undefined ? indent : Math.min(column - 1, at.length));
  return [{ from: Math.min(from, at.to), to: at.to, severity: 'error', message }];
}
