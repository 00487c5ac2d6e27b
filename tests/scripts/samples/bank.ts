import { type DayShape, momentOf, roundMoney, seeded } from './random.ts';
import { type Draft, type Numbered, sequence, stamp } from './sequence.ts';

// The story: account-1001 is the textbook account (0, 100, 70, 120). account-1017 lost a withdrawal of 240: its
// revisions skip one, and its statement and closing balance say 240 less than the events add up to.

const firstDay = Date.UTC(2026, 2, 2); // A Monday.
const days = 5;
const version2From = Date.UTC(2026, 2, 4, 12, 30);
const opening: DayShape = [0, 0, 0, 0, 0, 0, 0, 1, 5, 9, 10, 8, 4, 6, 8, 7, 4, 1, 0, 0, 0, 0, 0, 0];
const banking: DayShape = [0, 0, 0, 0, 0, 0, 1, 4, 7, 8, 8, 7, 10, 9, 6, 6, 7, 10, 9, 5, 3, 2, 0, 0];
const owners = [
  'Noor van Dijk',
  'Zoë Åkesson',
  'Mateus Oliveira',
  'Priya Raman',
  'Łukasz Żak',
  'Siobhán Ní Bhriain',
  'Tomás Ferreira',
  'Amina Diallo',
  'Jonas Lindqvist',
  'Chiara Romano',
  'Hugo Lefèvre',
  'Emre Yıldız',
  'Sofie Janssens',
  'Oskar Nowak',
  'Leila Haddad',
  'Pedro Almeida',
  'Marta Kowalska',
  'Finn O’Connor',
  'Ingrid Solberg',
  'Rafael Ortega',
  'Yuki Tanaka',
  'Anneke de Boer',
  'Dariusz Wójcik',
  'Elif Demir',
  'Giulia Conti',
  'Henrik Dahl',
  'Inés Navarro',
  'Kwame Mensah',
  'Linh Nguyen',
  'Milan Horvat',
  'Nadia Benali',
  'Olga Petrova',
  'Paul Schmitt',
  'Quentin Dubois',
  'Rosa Silva',
  'Sven Eriksson',
  'Tariq Aziz',
  'Ursula Weber',
  'Vera Novák',
  'Willem Bakker',
];
const reasons = ['rent', 'salary share', 'dinner', 'concert tickets', 'invoice', 'gift', 'holiday', 'utilities'];

interface Account {
  readonly id: string;
  readonly openedAt: number;
  balance: number;
  movements: number;
}

/** The bank's events as the store numbers them. */
export function bankEvents(): Numbered[] {
  const random = seeded(1001);
  const drafts: Draft[] = [];
  const accounts: Account[] = [];
  const clerks = ['clerk-ana', 'clerk-ben', 'clerk-cho'];

  const tell = (draft: Omit<Draft, 'id'> & { id?: string }): Draft => {
    const event = { id: random.uuid(), ...draft };
    drafts.push(event);
    return event;
  };
  const open = (id: string, owner: string, at: number): void => {
    const newer = at >= version2From;
    tell({
      streamId: id,
      type: 'AccountOpened',
      at,
      schemaVersion: newer ? 2 : 1,
      correlationId: random.uuid(),
      actor: random.pick(clerks),
      data: newer
        ? {
            accountId: id,
            owner: { name: owner, kycLevel: random.int(1, 3) },
            currency: 'EUR',
            product: random.pick(['basic', 'plus']),
          }
        : { accountId: id, owner, currency: 'EUR' },
    });
    accounts.push({ id, openedAt: at, balance: 0, movements: 0 });
  };
  const move = (
    account: Account,
    signed: number,
    at: number,
    more: Record<string, unknown>,
    chain: Partial<Draft>,
  ): Draft => {
    account.balance = roundMoney(account.balance + signed);
    account.movements++;
    return tell({
      streamId: account.id,
      type: signed > 0 ? 'MoneyDeposited' : 'MoneyWithdrawn',
      at,
      schemaVersion: 1,
      correlationId: random.uuid(),
      ...chain,
      data: { amount: Math.abs(signed), ...more },
    });
  };

  // The textbook account: nobody else touches it.
  const textbook = 'account-1001';
  const day = (index: number, hour: number, minute: number, second = 0): number =>
    firstDay + index * 86_400_000 + hour * 3_600_000 + minute * 60_000 + second * 1000 + random.int(0, 999);
  open(textbook, owners[0]!, day(0, 9, 4, 11));
  move(accounts[0]!, 100, day(0, 9, 6, 40), { via: 'cash' }, { actor: 'clerk-ana' });
  move(accounts[0]!, -30, day(1, 12, 31, 5), { via: 'atm' }, { actor: 'atm-14' });
  move(accounts[0]!, 50, day(3, 17, 20, 48), { via: 'transfer in' }, { actor: 'sepa' });
  accounts.length = 0;

  for (let n = 1; n < owners.length; n++) {
    const late = n > 26;
    const at = momentOf(random, firstDay + (late ? random.int(2, 3) : random.int(0, 1)) * 86_400_000, opening);
    open(`account-${1001 + n}`, owners[n]!, at);
  }
  for (const account of accounts) {
    move(
      account,
      random.int(2, 40) * 50,
      account.openedAt + random.int(40, 900) * 1000,
      { via: random.pick(['cash', 'card']) },
      { actor: random.pick(clerks) },
    );
  }

  const unlucky = accounts.find(({ id }) => id === 'account-1017')!;
  const lostAt = Date.UTC(2026, 2, 4, 14, 12, 9);
  const plan: { at: number; act: (at: number) => void }[] = [];
  const openAt = (at: number): Account[] => accounts.filter((a) => a.openedAt < at - 1_000_000);
  const anyOpen = (at: number): Account => random.pick(openAt(at));

  const singleMovement = (at: number): void => {
    const account = anyOpen(at);
    if (random.chance(0.45) || account.balance < 60) {
      move(
        account,
        random.money(20, 900),
        at,
        { via: random.pick(['cash', 'card', 'sepa']) },
        { actor: random.pick(['sepa', 'card-network', ...clerks]) },
      );
    } else {
      move(
        account,
        -random.int(1, Math.min(20, Math.floor(account.balance / 20))) * 10,
        at,
        { via: 'atm' },
        { actor: `atm-${random.int(10, 19)}` },
      );
    }
  };
  const transfer = (at: number): void => {
    const from = anyOpen(at);
    const to = anyOpen(at);
    if (from === to) {
      singleMovement(at);
      return;
    }
    const transferId = `T-${random.int(100_000, 999_999)}`;
    const streamId = `transfer-${transferId}`;
    const correlationId = random.uuid();
    const amount = random.chance(0.12)
      ? roundMoney(from.balance + random.money(50, 400))
      : random.money(5, Math.max(6, from.balance * 0.6));
    const chain = { correlationId, actor: 'transfers' };
    const requested = tell({
      streamId,
      type: 'TransferRequested',
      at,
      schemaVersion: 1,
      correlationId,
      actor: `customer-${from.id.slice(8)}`,
      data: { transferId, from: from.id, to: to.id, amount, reference: random.pick(reasons) },
    });
    if (amount > from.balance) {
      tell({
        streamId,
        type: 'TransferRejected',
        at: at + random.int(80, 900),
        schemaVersion: 1,
        ...chain,
        causationId: requested.id,
        data: { transferId, reason: 'insufficient funds', shortBy: roundMoney(amount - from.balance) },
      });
      return;
    }
    const paid = move(
      from,
      -amount,
      at + random.int(90, 700),
      { transferId, counterparty: to.id },
      { ...chain, causationId: requested.id },
    );
    const received = move(
      to,
      amount,
      paid.at + random.int(400, 2500),
      { transferId, counterparty: from.id },
      { ...chain, causationId: paid.id },
    );
    tell({
      streamId,
      type: 'TransferCompleted',
      at: received.at + random.int(40, 300),
      schemaVersion: 1,
      ...chain,
      causationId: received.id,
      data: { transferId, tookMs: received.at - at },
    });
  };

  for (let d = 0; d < days; d++) {
    for (let i = 0; i < (d === 4 ? 32 : 44); i++) {
      const at = momentOf(random, firstDay + d * 86_400_000, banking);
      plan.push({ at, act: random.chance(0.6) ? transfer : singleMovement });
    }
  }
  plan.push({
    at: lostAt,
    act: (at) => {
      move(unlucky, 400, at - 1_800_000, { via: 'cash' }, { actor: 'clerk-ben' });
      move(unlucky, -240, at, { via: 'atm' }, { actor: 'atm-17', lost: true });
    },
  });
  const statements = (at: number): void => {
    for (const account of accounts.filter((a) => a.movements >= 6)) {
      at += random.int(200, 1400);
      tell({
        streamId: account.id,
        type: 'StatementIssued',
        at,
        schemaVersion: 1,
        correlationId: random.uuid(),
        actor: 'month-end',
        data: { period: '2026-W10', movements: account.movements, closingBalance: account.balance },
      });
    }
  };
  plan.push({ at: Date.UTC(2026, 2, 5, 22, 40), act: statements });
  plan.push({
    at: Date.UTC(2026, 2, 6, 16, 5),
    act: (at) => {
      for (const account of [unlucky, accounts[8]!]) {
        at += 700_000;
        tell({
          streamId: account.id,
          type: 'AccountClosed',
          at,
          schemaVersion: 1,
          correlationId: random.uuid(),
          actor: 'clerk-cho',
          data: {
            reason: 'moved to another bank',
            closingBalance: account.balance,
            paidOutTo: `NL${random.int(10, 99)}BANK${random.int(1_000_000, 9_999_999)}`,
          },
        });
        accounts.splice(accounts.indexOf(account), 1);
      }
    },
  });
  plan.sort((a, b) => a.at - b.at);
  for (const { at, act } of plan) if (openAt(at).length > 1) act(at);
  return sequence(drafts);
}

/** The lines of `bank.jsonl`. */
export const bankLines = (): string[] =>
  bankEvents().map((event) =>
    JSON.stringify({
      globalPosition: event.globalPosition,
      streamId: event.streamId,
      streamRevision: event.streamRevision,
      type: event.type,
      schemaVersion: event.schemaVersion,
      recordedAt: new Date(stamp(event)).toISOString(),
      eventId: event.id,
      correlationId: event.correlationId,
      causationId: event.causationId,
      data: event.data,
      metadata: { actor: event.actor },
    }),
  );
