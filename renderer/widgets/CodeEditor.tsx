import './CodeEditor.css';
import { useEffect, useImperativeHandle, useRef } from 'react';
import { type CodeCompletions, type CodeEditorHandle, type CodeProblem, createCodeEditor } from './createCodeEditor.ts';

export interface CodeEditorProps {
  /** Accessible name. */
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly complete: (before: string) => CodeCompletions | null;
  /** The same list at every drawing until they change. */
  readonly problems: readonly CodeProblem[];
  readonly typescript: boolean;
  readonly ref?: React.Ref<Pick<CodeEditorHandle, 'goTo' | 'focus'>>;
}

/** An editor of code. Its own code is large: use it behind `lazy`. */
export default function CodeEditor(props: CodeEditorProps): React.JSX.Element {
  const { text, problems, typescript, ref } = props;
  const latest = useRef(props);
  latest.current = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditorHandle>(null);
  useEffect(() => {
    const created = createCodeEditor(host.current!, {
      label: latest.current.label,
      text: latest.current.text,
      onChange: (changed) => latest.current.onChange(changed),
      complete: (before) => latest.current.complete(before),
    });
    editor.current = created;
    created.focus();
    return () => created.close();
  }, []);
  useEffect(() => editor.current?.setText(text), [text]);
  useEffect(() => editor.current?.setTypeScript(typescript), [typescript]);
  useEffect(() => editor.current?.setProblems(problems), [problems]);
  useImperativeHandle(ref, () => ({
    goTo: (line, column) => editor.current?.goTo(line, column),
    focus: () => editor.current?.focus(),
  }));
  return <div ref={host} className="code-editor" />;
}
