// Started by the crash test: seals without end and says, after each answer, what was sealed.
import { newId } from '@complaint-ledger/contracts';
import { openSqliteVault } from '../sqlite/sqlite-vault.ts';

const [path = '', keyFile = ''] = process.argv.slice(2);
const vault = openSqliteVault({ path, keyFile });
for (let n = 0; ; n++) {
  const phone = `138${String(n).padStart(8, '0')}`;
  const person = await vault.personFor({ phone, fallback: 'x' });
  const eventId = newId();
  const [blob] = await vault.seal([{ person, eventId, fields: { phone } }]);
  await vault.link(`complaint-${n}`, person);
  process.stdout.write(`${JSON.stringify({ n, phone, eventId, blob })}\n`);
}
