import './DropArea.css';
import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useServices } from '../data/services.ts';

/** The whole window takes dropped files; it shows so while something is dragged over it. */
export function DropArea(): React.JSX.Element | null {
  const { session } = useServices();
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Entering a child leaves its parent, so what counts is how many have been entered and not left.
    let depth = 0;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const onEnter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth++;
      setOver(true);
    };
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer!.dropEffect = 'copy';
    };
    const onLeave = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const files = [...event.dataTransfer!.files];
      if (files.length > 0) void session.openFiles(files);
    };
    addEventListener('dragenter', onEnter);
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragenter', onEnter);
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
    };
  }, [session]);
  if (!over) return null;
  return (
    <div className="drop">
      <div>
        <FileDown size={28} aria-hidden="true" />
        <p>Drop to open</p>
        <small>A store or an export. It is only read; nothing is written to it.</small>
      </div>
    </div>
  );
}
