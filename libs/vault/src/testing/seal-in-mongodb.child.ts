// Started by the crash test: seals without end and says, after each answer, what was sealed.
import { newId } from '@complaint-ledger/contracts';
import { openMongoVault } from '../mongodb/mongo-vault.ts';

const [url = '', database = '', keyFile = '', first = '0'] = process.argv.slice(2);
const vault = await openMongoVault({ url, database, keyFile });
for (let n = Number(first); ; n++) {
  const phone = `138${String(n).padStart(8, '0')}`;
  const person = await vault.personFor({ phone, fallback: 'x', subject: `complaint-${n}` });
  const eventId = newId();
  const [blob] = await vault.seal([{ person, eventId, fields: { phone } }]);
  process.stdout.write(`${JSON.stringify({ n, phone, eventId, blob })}\n`);
}
