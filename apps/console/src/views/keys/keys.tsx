import { PageHead } from '../../parts/page-head';
import { KeyList } from './key-list';
import { MakeKey } from './make-key';
import { SessionList } from './session-list';

/** Who may call the API and use the console, as what and until when. */
export default function Keys() {
  return (
    <>
      <PageHead
        title="Keys and roles"
        says="A viewer looks, an operator acts on sagas, an admin also decides who may."
        acts={<MakeKey />}
      />
      <KeyList />
      <SessionList />
    </>
  );
}
