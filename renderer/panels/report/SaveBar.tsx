import './SaveBar.css';
import type { Ref } from 'react';
import type { ReportFormat, ReportOptions } from '../../../shared/model/report.ts';
import { useFileExport } from '../../data/useFileExport.ts';
import { Button } from '../../widgets/Button.tsx';
import { progressText } from '../../widgets/progressText.ts';
import { Select } from '../../widgets/Select.tsx';

const formats: readonly { value: ReportFormat; title: string }[] = [
  { value: 'html', title: 'HTML, one file' },
  { value: 'json', title: 'JSON' },
];

interface Props {
  readonly options: ReportOptions;
  readonly format: ReportFormat;
  readonly ready: boolean;
  readonly buttonRef: Ref<HTMLButtonElement>;
  readonly onFormat: (format: ReportFormat) => void;
}

/** The format, the button, and what became of it. */
export function SaveBar({ options, format, ready, buttonRef, onFormat }: Props): React.JSX.Element {
  const { save, stop, busy, saved, error, progress } = useFileExport('report.write');
  return (
    <div className="report-save">
      <div className="report-save-line">
        <Select label="Format" showLabel value={format} options={formats} onChange={onFormat} />
        {busy && <Button onClick={stop}>Stop</Button>}
        <Button
          look="primary"
          id="save-report"
          ref={buttonRef}
          disabled={!ready || busy}
          onClick={() => save({ options, format })}
        >
          Save report
        </Button>
      </div>
      <p role="status" className={error ? 'report-save-bad' : undefined}>
        {busy
          ? `Writing the report${progress ? `: ${progressText(progress)}` : '…'}`
          : error
            ? `Not saved: ${error.message}`
            : saved !== null
              ? `Saved ${saved}. Every number in it can be had again by the commands at its end.`
              : format === 'html'
                ? 'One file that runs nothing and needs no network.'
                : 'The same report as data, for other programs.'}
      </p>
    </div>
  );
}
