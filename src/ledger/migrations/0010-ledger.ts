// The first schema: one sealed list of everything that happened, and what is true now because of it.
// What happened is only ever added to; triggers guard it against every program that writes here, ours included.
import type { Migration } from "./migration.ts";

const head = `
create table meta (
  id integer primary key not null check (id = 1),
  ledger_id blob not null check (length(ledger_id) = 16),
  mode text not null check (mode in ('training', 'test', 'live')),
  clean_end blob check (length(clean_end) = 32),
  account_id text check (length(account_id) between 1 and 200),
  missing_since_ms integer check (missing_since_ms >= 0)
) strict;

create trigger meta_is_bound_once before update on meta
when new.id <> old.id or new.ledger_id <> old.ledger_id or new.mode <> old.mode
  or (old.account_id is not null and new.account_id is not old.account_id)
begin select raise(abort, 'a ledger keeps its mode and its account'); end;

create trigger meta_is_one before insert on meta when exists (select 1 from meta)
begin select raise(abort, 'a ledger keeps its mode and its account'); end;

create trigger meta_stays before delete on meta
begin select raise(abort, 'a ledger keeps its mode and its account'); end;
`;

const events = `
-- Everything that happened, in one order. subject: the seq of the first event about the same thing; id: its UUID, there only.
-- hash: SHA-256 over the hash before it and all other columns of the row.
create table events (
  seq integer primary key not null check (seq >= 1),
  subject integer not null,
  step integer not null check (step >= 1),
  kind text not null check (length(kind) between 1 and 40),
  id blob check (length(id) = 16),
  body text not null check (json_type(body) = 'object'),
  state text check (state is null or state ->> 'name' is not null),
  intent text,
  at_ms integer not null check (at_ms >= 0),
  hash blob not null check (length(hash) = 32),
  check ((subject = seq) = (step = 1)),
  check (id is null or step = 1)
) strict;

create unique index steps_of_a_subject on events (subject, step);

create trigger events_leave_no_gap before insert on events
when new.seq <> (select coalesce(max(seq), 0) + 1 from events)
  or new.step <> (select coalesce(max(step), 0) + 1 from events where subject = new.subject)
begin select raise(abort, 'an event is the next one, of its ledger and of its subject'); end;

create trigger events_never_change before update on events
begin select raise(abort, 'an event is never changed'); end;

create trigger events_stay before delete on events
begin select raise(abort, 'an event is never removed'); end;
`;

const sales = `
create table sales (
  row_id integer primary key not null references events (seq),
  sale_id blob not null unique check (length(sale_id) = 16),
  amount_minor integer not null check (amount_minor between 1 and 100000000000000),
  currency text not null check (currency in ('THB', 'SGD', 'MYR')),
  reference text,
  staff integer not null check (staff >= 0),
  began_at_ms integer not null check (began_at_ms >= 0)
) strict;

create trigger sales_follow_their_events before insert on sales
when not exists (select 1 from events where seq = new.row_id and id = new.sale_id)
begin select raise(abort, 'a sale is what its event says'); end;

create trigger sales_never_change before update on sales
begin select raise(abort, 'a sale is never changed'); end;

create trigger sales_stay before delete on sales
begin select raise(abort, 'a sale is never removed'); end;
`;

const attempts = `
-- What is true of each attempt now: always the outcome of its last event, event_seq, which holds its state in full.
create table attempts (
  row_id integer primary key not null references events (seq),
  attempt_id blob not null unique check (length(attempt_id) = 16),
  sale integer not null references sales (row_id),
  method text not null check (method in ('wechat_pay_upm', 'alipayplus_mpm', 'atome_qr', 'truemoney_qr')),
  amount_minor integer not null check (amount_minor between 1 and 100000000000000),
  currency text not null check (currency in ('THB', 'SGD', 'MYR')),
  reference text,
  code_last_four text check (length(code_last_four) <= 4),
  created_at_ms integer not null check (created_at_ms >= 0),
  step integer not null check (step >= 1),
  event_seq integer not null,
  state text not null check (state in ('queued', 'sending', 'unknown', 'pending', 'cancelling', 'successful',
    'failed', 'expired', 'cancelled', 'not-sent', 'not-found', 'paid-late')),
  phase text not null generated always as (case
    when state in ('queued', 'sending', 'unknown', 'pending', 'cancelling') then 'living'
    when state in ('successful', 'paid-late') then 'paid'
    else 'unpaid' end) virtual,
  gave_way integer not null check (gave_way in (0, 1)),
  charge_id text,
  paid_at_ms integer,
  ended_at_ms integer,
  check ((ended_at_ms is null) = (phase = 'living')),
  check ((paid_at_ms is not null) = (phase = 'paid')),
  check (charge_id is not null or phase <> 'paid')
) strict;

create unique index one_living_attempt_of_a_sale on attempts (sale) where phase = 'living' and gave_way = 0;
-- With the index above all that lives; almost always empty, so that it costs nothing.
create index living_attempts_that_gave_way on attempts (row_id) where phase = 'living' and gave_way = 1;
create index attempts_of_a_sale on attempts (sale, row_id);
create index attempts_of_a_charge on attempts (charge_id) where charge_id is not null;
create index unpaid_ends on attempts (ended_at_ms) where phase = 'unpaid';
create index payments on attempts (paid_at_ms) where phase = 'paid';

-- Of several triggers SQLite asks the youngest first, so the plainest words stand last.
create trigger attempts_begin_with_their_event before insert on attempts
when not exists (select 1 from events
  where seq = new.row_id and id = new.attempt_id and new.event_seq = seq and state ->> 'name' = new.state)
begin select raise(abort, 'an attempt is what its last event says'); end;

create trigger attempts_follow_their_events before update on attempts
when not exists (select 1 from events
  where seq = new.event_seq and subject = new.row_id and step = new.step and state ->> 'name' = new.state)
begin select raise(abort, 'an attempt is what its last event says'); end;

create trigger attempts_begin_at_one before insert on attempts when new.step <> 1
begin select raise(abort, 'the first step of an attempt is step 1'); end;

create trigger attempts_keep_their_facts before update of row_id, attempt_id, sale, method, amount_minor, currency,
  reference, code_last_four, created_at_ms on attempts
when new.row_id <> old.row_id or new.attempt_id <> old.attempt_id or new.sale <> old.sale
  or new.method <> old.method or new.amount_minor <> old.amount_minor or new.currency <> old.currency
  or new.reference is not old.reference or new.code_last_four is not old.code_last_four
  or new.created_at_ms <> old.created_at_ms
begin select raise(abort, 'what an attempt began with never changes'); end;

create trigger attempts_go_one_step before update on attempts when new.step <> old.step + 1
begin select raise(abort, 'an attempt goes one step at a time'); end;

create trigger attempts_once_paid_stay_paid before update on attempts
when old.phase = 'paid' and (new.state <> old.state or new.charge_id is not old.charge_id
  or new.paid_at_ms is not old.paid_at_ms or new.ended_at_ms is not old.ended_at_ms)
begin select raise(abort, 'nothing leaves a paid state'); end;

create trigger attempts_stay before delete on attempts
begin select raise(abort, 'an attempt is never removed'); end;
`;

export const ledger: Migration = { name: "0010-ledger", sql: [head, events, sales, attempts].join("") };
