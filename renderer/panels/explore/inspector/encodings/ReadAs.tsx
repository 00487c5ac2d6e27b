import { useState } from 'react';
import type { ShownEvent } from '../../../../../shared/model/shown.ts';
import { useCommand } from '../../../../data/useCommand.ts';
import { useRequest } from '../../../../data/useRequest.ts';
import { Button } from '../../../../widgets/Button.tsx';
import { EncodingDialog } from './EncodingDialog.tsx';
import { mayBeBytes } from './encodingForm.ts';

/** How the payload is read, and the way to choose another. */
export function ReadAs({ event }: { event: ShownEvent }): React.JSX.Element | null {
  const { data } = useRequest('encodings.list', {});
  const [open, setOpen] = useState(false);
  useCommand('store.encodings', () => setOpen(true));
  if (!data) return null;
  const { payload } = event;
  const readAs = payload.kind === 'json' ? payload.readAs : undefined;
  const name = readAs && data.kinds.find(({ id }) => id === readAs.encoding)?.name;
  return (
    <>
      {mayBeBytes(payload) && (
        <Button
          look="pill"
          aria-haspopup="dialog"
          title={
            readAs
              ? `Read as ${name}, ${readAs.isGuessed ? 'as its bytes say' : 'as chosen'}: choose another encoding`
              : 'Choose the encoding of these bytes'
          }
          onClick={() => setOpen(true)}
        >
          {readAs ? `as ${name}…` : 'Read as…'}
        </Button>
      )}
      {open && <EncodingDialog event={event} kinds={data.kinds} rules={data.rules} onClose={() => setOpen(false)} />}
    </>
  );
}
